import { emptyAnswer } from '../empty-answer.ts'
import { endNamedToken } from '../end-named-token.ts'
import type { ImsContext } from '../ims-context.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export function revocationEndpoint(context: ImsContext): Promise<Response> {
  return endNamedToken(context, { isCascading: () => false, answerUnknown: emptyAnswer })
}
