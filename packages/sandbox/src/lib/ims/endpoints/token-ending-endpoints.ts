import { type Parameters, readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { areSound, readRequired } from '../sound-parameters.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export function revocationEndpoint(context: ImsContext): Promise<Response> {
  return endNamedToken(context, { isCascading: () => false, answerUnknown: emptyAnswer })
}

/**
 * `POST /ims/invalidate_token/v2`, which Adobe's own libraries call: ends a token, and with `cascading=all` what a
 * refresh token has given.
 */
export function invalidationEndpoint(context: ImsContext): Promise<Response> {
  return endNamedToken(context, {
    isCascading: (parameters) => parameters.get('cascading') === 'all',
    answerUnknown: () => imsError(400, 'invalid_parameter_value'),
  })
}

/** In what the endpoints that end a token differ. */
export interface EndNamedTokenOptions {
  /** Whether everything ends with it that a refresh token has given. */
  readonly isCascading: (parameters: Parameters) => boolean
  /** The answer for a token of another client. */
  readonly answerUnknown: () => Response
}

/** Ends the token that a client names, once the client has shown who it is. */
export async function endNamedToken(
  context: ImsContext,
  { isCascading, answerUnknown }: EndNamedTokenOptions,
): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  const refuse = (): Response => allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  if (!areSound(context, parameters)) return refuse()
  const token = readRequired(context, parameters, 'token')
  if (token === undefined) return refuse()

  const { credential, refusal } = authenticateClient(context, parameters)
  const respond = (response: Response): Response =>
    allowOriginsOf(context, credential === undefined ? [] : [credential], response)
  if (refusal !== undefined) return respond(refusal)

  const { clientId } = credential
  const isEnded = await endToken(context, {
    token,
    clientId,
    isCascading: isCascading(parameters),
  })
  if (isEnded) return respond(emptyAnswer())
  context.hint('token_not_found')
  return respond(answerUnknown())
}

/** Which token is to end, and for whom. */
export interface EndTokenOptions {
  readonly token: string
  /** Another client's token is left alone. */
  readonly clientId: string
  /** Whether a refresh token takes the access tokens with it that it gave. */
  readonly isCascading: boolean
}

/** Ends an access token, or the family of a refresh token; says whether there was one. */
export async function endToken(
  { services: { state } }: ImsContext,
  { token, clientId, isCascading }: EndTokenOptions,
): Promise<boolean> {
  const grant = state.refreshTokens.find(token)
  if (grant?.clientId === clientId) {
    state.refreshTokens.revoke(grant.grantId)
    if (isCascading) state.accessTokens.revokeGrant(grant.grantId)
    return true
  }
  const claims = await state.accessTokens.verify(token)
  if (claims?.client_id !== clientId) return false
  state.accessTokens.revoke(claims)
  return true
}

/** A 200 without a body, labelled as JSON: clients that insist on JSON take that, and no other label. */
export function emptyAnswer(): Response {
  return new Response(null, {
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
  })
}
