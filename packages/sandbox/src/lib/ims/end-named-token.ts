import { readQueryAndForm, type Parameters } from '../wire/parameters.ts'
import { authenticateClient } from './client-authentication.ts'
import { allowOriginsOf } from './cors.ts'
import { emptyAnswer } from './empty-answer.ts'
import { endToken } from './end-token.ts'
import type { ImsContext } from './ims-context.ts'
import { imsError } from './ims-error.ts'
import { areSound, readRequired } from './sound-parameters.ts'

/** In what the endpoints that end a token differ. */
export interface EndNamedTokenOptions {
  /** Whether everything ends with it that a refresh token has given. */
  readonly isCascading: (parameters: Parameters) => boolean
  /** What is said of a token that is none of the client's. */
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
