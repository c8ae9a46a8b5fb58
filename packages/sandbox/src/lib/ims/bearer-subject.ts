import type { AccessTokenClaims } from '../state/access-token.ts'
import type { Credential } from '../state/credential.ts'
import type { User } from '../state/user.ts'
import { readBearerToken } from '../wire/bearer.ts'
import { allowAllOrigins, allowOriginsOf } from './cors.ts'
import type { ImsContext } from './ims-context.ts'
import { invalidToken } from './ims-error.ts'
import { parseScopes } from './scope.ts'

/** The user or program of a valid bearer token. */
export interface BearerSubject {
  readonly claims: AccessTokenClaims
  readonly user: User
  readonly credential: Credential
  readonly scopes: readonly string[]
}

/**
 * Answers a caller with a good bearer token, so that the pages of the token's client can read it. A dead token
 * no longer says whose it was: its refusal may be read by the pages of any client.
 */
export async function answerBearer(
  context: ImsContext,
  answer: (subject: BearerSubject) => Response,
): Promise<Response> {
  const { accessTokens, users, credentials } = context.services.state
  const token = readBearerToken(context.request)
  const claims = await accessTokens.verify(token ?? '')
  const user = claims && users.byId(claims.user_id)
  const credential = claims && credentials.byClientId(claims.client_id)
  if (claims === undefined || user === undefined || credential === undefined) {
    const flaw = claims === undefined ? await accessTokens.findFlaw(token) : 'orphaned'
    context.hint(`access_token_${flaw}`)
    return allowAllOrigins(context, invalidToken())
  }
  const subject = { claims, user, credential, scopes: parseScopes(claims.scope) }
  return allowOriginsOf(context, [credential], answer(subject))
}
