import { jsonAnswer } from '../../wire/answer.ts'
import type { User } from '../../state/user.ts'
import { readBearerToken } from '../../wire/bearer.ts'
import { allowAllOrigins, allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { invalidToken } from '../ims-error.ts'
import { accountTypeNumber } from '../profile.ts'
import { parseScopes } from '../scope.ts'

/**
 * `GET /ims/userinfo/v2` and `/v1` (OpenID Connect Core §5.3): the claims that the token's scopes open. The first
 * version says `email_verified` as text, and the kind of account by number.
 */
export async function userinfoEndpoint(context: ImsContext): Promise<Response> {
  const { state, behavior } = context.services
  const claims = await state.accessTokens.verify(readBearerToken(context.request) ?? '')
  const user = claims && state.users.byId(claims.user_id)
  if (claims === undefined || user === undefined) {
    // A dead token no longer says whose it was; its page must still be able to read the refusal.
    return allowAllOrigins(context, invalidToken())
  }
  const credential = state.credentials.byClientId(claims.client_id)
  const body = userinfo(user, parseScopes(claims.scope), behavior.adobeIdCoversProfile)
  if (context.version === 'v1') sayAsInFirstVersion(body, user)
  const response = jsonAnswer(body, { headers: { 'cache-control': 'no-store' } })
  return allowOriginsOf(context, credential === undefined ? [] : [credential], response)
}

function sayAsInFirstVersion(body: Record<string, unknown>, user: User): void {
  if ('email_verified' in body) body['email_verified'] = 'true'
  if ('account_type' in body) body['account_type'] = accountTypeNumber(user)
}

function userinfo(
  user: User,
  scopes: readonly string[],
  adobeIdCoversProfile: boolean,
): Record<string, unknown> {
  const covers = (scope: string): boolean =>
    scopes.includes(scope) || (adobeIdCoversProfile && scopes.includes('AdobeID'))
  return {
    sub: user.id,
    ...(covers('profile')
      ? {
          account_type: user.accountType,
          name: user.name,
          given_name: user.givenName,
          family_name: user.familyName,
        }
      : {}),
    ...(covers('email') ? { email: user.email, email_verified: true } : {}),
    ...(scopes.includes('address') ? { address: { country: user.countryCode } } : {}),
  }
}
