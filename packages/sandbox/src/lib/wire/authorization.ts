/** What an `Authorization: Basic` header says. */
export interface BasicCredentials {
  readonly clientId: string
  readonly secret: string
}

/**
 * The client of a Basic header (RFC 6749 §2.3.1: both halves are form-encoded before they are joined). `undefined`
 * where there is none; both halves are empty where it is broken.
 */
export function readBasic(authorization: string | null | undefined): BasicCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  try {
    const [, clientId = '', secret = ''] = /^([^:]*):(.*)$/s.exec(atob(encoded)) ?? []
    return { clientId: decodeForm(clientId), secret: decodeForm(secret) }
  } catch {
    return { clientId: '', secret: '' }
  }
}

function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); the scheme's case does not matter. */
export function readBearerToken(request: Request): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}
