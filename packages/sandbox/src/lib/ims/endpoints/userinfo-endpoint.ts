import type { User } from '../../state/user.ts'
import { readBearerToken } from '../../wire/bearer.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { invalidToken } from '../ims-error.ts'
import { parseScopes } from '../scope.ts'

/** `GET /ims/userinfo/v2` (OpenID Connect Core §5.3): the claims that the token's scopes open. */
export async function userinfoEndpoint(context: ImsContext): Promise<Response> {
  const { state, behavior } = context.services
  const claims = await state.accessTokens.verify(readBearerToken(context.request) ?? '')
  const user = claims && state.users.byId(claims.user_id)
  if (claims === undefined || user === undefined) {
    // A dead token no longer says whose it was; its page must still be able to read the refusal.
    return allowOriginsOf(state.credentials.all(), invalidToken(), context.request)
  }
  const credential = state.credentials.byClientId(claims.client_id)
  const response = Response.json(
    userinfo(user, parseScopes(claims.scope), behavior.adobeIdCoversProfile),
    { headers: { 'cache-control': 'no-store' } },
  )
  return allowOriginsOf(credential === undefined ? [] : [credential], response, context.request)
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
