import { endNamedToken } from '../end-named-token.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'

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
