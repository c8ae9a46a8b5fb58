import { readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { allowOriginsOf } from '../cors.ts'
import { emptyAnswer } from '../empty-answer.ts'
import { endToken } from '../end-token.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { areSound, readRequired } from '../sound-parameters.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export async function revocationEndpoint(context: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  if (!areSound(context, parameters)) {
    return allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  }
  const token = readRequired(context, parameters, 'token')
  if (token === undefined) return allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  const { credential, refusal } = authenticateClient(context, parameters)
  if (refusal === undefined) {
    const { clientId } = credential
    const isEnded = await endToken(context, { token, clientId, isCascading: false })
    if (!isEnded) context.hint('token_not_found')
  }
  const response = refusal ?? emptyAnswer()
  return allowOriginsOf(context, credential === undefined ? [] : [credential], response)
}
