import { readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { areSound, readRequired } from '../client-form.ts'
import { allowOriginsOf } from '../cors.ts'
import { emptyAnswer, imsError } from '../ims-answer.ts'
import type { ImsContext } from '../ims-context.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export function revocationEndpoint(context: ImsContext): Promise<Response> {
  return endNamedToken(context, { mayCascade: false, answerUnknown: emptyAnswer })
}

/**
 * `POST /ims/invalidate_token/v2`, which Adobe's own libraries call: ends a token, and with `cascading=all` what a
 * refresh token has given.
 */
export function invalidationEndpoint(context: ImsContext): Promise<Response> {
  return endNamedToken(context, {
    mayCascade: true,
    answerUnknown: () => imsError(400, 'invalid_parameter_value'),
  })
}

/** Ends the token that a client names, once the client has shown who it is. */
async function endNamedToken(
  context: ImsContext,
  options: { readonly mayCascade: boolean; readonly answerUnknown: () => Response },
): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  const refuse = (): Response =>
    allowOriginsOf(context, undefined, imsError(400, 'invalid_request'))
  if (!areSound(context, parameters)) return refuse()
  const token = readRequired(context, parameters, 'token')
  if (token === undefined) return refuse()

  const { credential, refusal } = authenticateClient(context, parameters)
  const respond = (response: Response): Response => allowOriginsOf(context, credential, response)
  if (refusal !== undefined) return respond(refusal)

  const isCascading = options.mayCascade && parameters.get('cascading') === 'all'
  const { clientId } = credential
  if (await endToken(context, { token, clientId, isCascading })) return respond(emptyAnswer())
  context.hint('token_not_found')
  return respond(options.answerUnknown())
}

/** Which token is to end, and for whom. */
interface EndTokenOptions {
  readonly token: string
  /** Another client's token is left alone. */
  readonly clientId: string
  /** Whether a refresh token takes the access tokens with it that it gave. */
  readonly isCascading: boolean
}

/** Ends an access token, or the family of a refresh token; says whether there was one. */
async function endToken(
  { services: { state } }: ImsContext,
  { token, clientId, isCascading }: EndTokenOptions,
): Promise<boolean> {
  const grant = state.refreshTokens.find(token)
  if (grant?.clientId === clientId) {
    state.refreshTokens.revoke(grant.grantId)
    if (isCascading) state.accessTokens.endGrant(grant.grantId)
    return true
  }
  const claims = await state.accessTokens.verify(token)
  if (claims?.client_id !== clientId) return false
  state.accessTokens.revoke(claims)
  return true
}
