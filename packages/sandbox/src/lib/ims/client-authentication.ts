import { isPublicClient, type Credential } from '../state/credential.ts'
import { isConstantTimeEqual } from '../wire/constant-time-equal.ts'
import type { Parameters } from '../wire/parameters.ts'
import { imsError } from './ims-error.ts'
import type { ImsContext } from './ims-context.ts'

/** Who asks, as far as that is proven. */
export type ClientAuthentication =
  | { readonly credential: Credential; readonly refusal: undefined }
  | {
      /** The client that the request names, if there is one: its pages may read the refusal. */
      readonly credential: Credential | undefined
      readonly refusal: Response
    }

/**
 * Finds the client and proves it (RFC 6749 §2.3.1): `Authorization: Basic` or `client_secret` for a client that
 * has a secret, `client_id` alone for a public one. Unknown clients get 400, wrong secrets 401, as Adobe documents
 * for its former JWT grant.
 */
export function authenticateClient(
  { request, services }: ImsContext,
  parameters: Parameters,
): ClientAuthentication {
  const header = request.headers.get('authorization')
  const basic = header === null ? undefined : parseBasic(header)
  const clientId = basic?.clientId ?? parameters.get('client_id')
  const secret = basic?.secret ?? parameters.get('client_secret')
  const credential =
    clientId === undefined ? undefined : services.state.credentials.byClientId(clientId)
  const refuse = (refusal: Response): ClientAuthentication => ({ credential, refusal })

  if (basic !== undefined && isContradicted(basic, parameters)) {
    return refuse(imsError(400, 'invalid_request'))
  }
  if (credential === undefined) return refuse(imsError(400, 'invalid_client'))
  if (isPublicClient(credential)) {
    if (secret === undefined) return { credential, refusal: undefined }
    return refuse(imsError(400, 'invalid_client', 'unexpected client_secret parameter'))
  }
  const isProven = (credential.secrets ?? []).some(
    (known) => secret !== undefined && isConstantTimeEqual(known, secret),
  )
  if (isProven) return { credential, refusal: undefined }
  const refusal = imsError(401, 'invalid_client')
  // RFC 6749 §5.2: a client that tried the header is told which scheme it should have been.
  if (basic !== undefined) refusal.headers.set('www-authenticate', 'Basic realm="ims"')
  return refuse(refusal)
}

interface BasicCredentials {
  readonly clientId: string
  readonly secret: string
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function parseBasic(header: string): BasicCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header)?.[1]
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

/** A client must not use two ways in one request (RFC 6749 §2.3). */
function isContradicted(basic: BasicCredentials, parameters: Parameters): boolean {
  const clientId = parameters.get('client_id')
  if (clientId !== undefined && clientId !== basic.clientId) return true
  return parameters.get('client_secret') !== undefined
}
