import { readBasic } from './basic.ts'
import { isObject } from './json-body.ts'

/** The user and client that a request names; nothing of it is verified. */
export interface Subject {
  readonly clientId?: string
  readonly userId?: string
}

/** What a request is known by. */
export interface SubjectSource {
  readonly headers: Headers
  /** A parameter of the query or the form. */
  readonly parameter: (name: string) => string | undefined
}

/** Reads client and user from parameters, Basic credentials, the bearer token and `x-api-key`, in this order. */
export function readSubject({ headers, parameter }: SubjectSource): Subject {
  const authorization = headers.get('authorization')
  const bearer = readTokenSubject(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1])
  const basicClientId = readBasic(authorization)?.clientId
  const clientId =
    parameter('client_id') ??
    (basicClientId === '' ? undefined : basicClientId) ??
    bearer.clientId ??
    headers.get('x-api-key') ??
    undefined
  return {
    ...(clientId !== undefined && { clientId }),
    ...(bearer.userId !== undefined && { userId: bearer.userId }),
  }
}

/** Reads what a JWT says of client and user. */
export function readTokenSubject(token: string | undefined): Subject {
  const payload = token?.split('.')[1]
  if (payload === undefined) return {}
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    if (!isObject(claims)) return {}
    const { client_id: clientId, user_id: userId } = claims
    return {
      ...(typeof clientId === 'string' && { clientId }),
      ...(typeof userId === 'string' && { userId }),
    }
  } catch {
    return {}
  }
}
