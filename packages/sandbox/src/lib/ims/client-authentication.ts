import { isPublicClient, type Credential } from '../state/credential.ts'
import { readBasic, type BasicCredentials } from '../wire/basic.ts'
import { isConstantTimeEqual } from '../wire/constant-time-equal.ts'
import type { Parameters } from '../wire/parameters.ts'
import type { ImsContext } from './ims-context.ts'
import { imsError } from './ims-error.ts'

/** The client of a request, and whether it has proved who it is. */
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
  context: ImsContext,
  parameters: Parameters,
): ClientAuthentication {
  const { request, services, hint } = context
  const basic = readBasic(request.headers.get('authorization'))
  const secret = basic?.secret ?? parameters.get('client_secret')
  const credential = findClient(context, parameters, basic)
  const refuse = (refusal: Response): ClientAuthentication => ({ credential, refusal })

  if (basic !== undefined && isContradicted(basic, parameters)) {
    hint('client_authentication_doubled')
    return refuse(imsError(400, 'invalid_request'))
  }
  if (credential === undefined) {
    hint('client_unknown', basic?.clientId ?? parameters.get('client_id'))
    return refuse(imsError(400, 'invalid_client'))
  }
  if (isPublicClient(credential)) {
    if (secret === undefined) return { credential, refusal: undefined }
    hint('client_secret_unexpected')
    return refuse(imsError(400, 'invalid_client', 'unexpected client_secret parameter'))
  }
  const proof = (credential.secrets ?? []).find(
    (known) => secret !== undefined && isConstantTimeEqual(known, secret),
  )
  if (proof !== undefined) {
    services.state.credentials.noteSecretUse(credential.clientId, proof)
    return { credential, refusal: undefined }
  }
  hint(secret === undefined ? 'client_secret_missing' : 'client_secret_wrong')
  const refusal = imsError(401, 'invalid_client')
  // RFC 6749 §5.2: a client that tried the header is told which scheme it should have been.
  if (basic !== undefined) refusal.headers.set('www-authenticate', 'Basic realm="ims"')
  return refuse(refusal)
}

/** The client that a request names, without any proof. */
export function findClient(
  { request, services }: ImsContext,
  parameters: Parameters,
  basic: BasicCredentials | undefined = readBasic(request.headers.get('authorization')),
): Credential | undefined {
  const clientId = basic?.clientId ?? parameters.get('client_id')
  return clientId === undefined ? undefined : services.state.credentials.byClientId(clientId)
}

/** A client must not use two ways in one request (RFC 6749 §2.3). */
function isContradicted(basic: BasicCredentials, parameters: Parameters): boolean {
  const clientId = parameters.get('client_id')
  if (clientId !== undefined && clientId !== basic.clientId) return true
  return parameters.get('client_secret') !== undefined
}
