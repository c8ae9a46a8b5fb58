import { readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { allowOriginsOf } from '../cors.ts'
import { emptyAnswer } from '../empty-answer.ts'
import { endToken } from '../end-token.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export async function revocationEndpoint(context: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  const token = parameters?.get('token')
  if (parameters === undefined || token === undefined || parameters.repeated !== undefined) {
    return allowOriginsOf(context, [], imsError(400, 'invalid_request'))
  }
  const { credential, refusal } = authenticateClient(context, parameters)
  if (refusal === undefined) {
    await endToken(context, { token, clientId: credential.clientId, isCascading: false })
  }
  const response = refusal ?? emptyAnswer()
  return allowOriginsOf(context, credential === undefined ? [] : [credential], response)
}
