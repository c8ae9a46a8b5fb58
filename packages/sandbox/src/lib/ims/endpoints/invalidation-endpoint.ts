import { readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { allowOriginsOf } from '../cors.ts'
import { emptyAnswer } from '../empty-answer.ts'
import { endToken } from '../end-token.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { areSound, readRequired } from '../sound-parameters.ts'

/**
 * `POST /ims/invalidate_token/v2`, which Adobe's own libraries call: ends a token, and with `cascading=all` what a
 * refresh token has given.
 */
export async function invalidationEndpoint(context: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  if (!areSound(context, parameters)) {
    return allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  }
  const token = readRequired(context, parameters, 'token')
  if (token === undefined) return allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  const { credential, refusal } = authenticateClient(context, parameters)
  const respond = (response: Response): Response =>
    allowOriginsOf(context, credential === undefined ? [] : [credential], response)
  if (refusal !== undefined) return respond(refusal)
  const isCascading = parameters.get('cascading') === 'all'
  const isEnded = await endToken(context, { token, clientId: credential.clientId, isCascading })
  if (!isEnded) context.hint('token_not_found')
  return respond(isEnded ? emptyAnswer() : imsError(400, 'invalid_parameter_value'))
}
