import { readBearerToken } from '../wire/authorization.ts'
import type { AccessTokenClaims, AccessTokenFlaw } from './access-token.ts'
import type { State } from './state.ts'
import type { User } from './user.ts'

/** Whom the bearer token of a request speaks for, or why it speaks for no user. */
export type Bearer =
  | { readonly claims: AccessTokenClaims; readonly user: User; readonly flaw?: never }
  | { readonly claims?: never; readonly flaw: `access_token_${AccessTokenFlaw | 'orphaned'}` }

export async function identifyBearer(
  { accessTokens, users }: State,
  request: Request,
): Promise<Bearer> {
  const token = readBearerToken(request)
  const claims = await accessTokens.verify(token)
  if (claims === undefined) return { flaw: `access_token_${await accessTokens.findFlaw(token)}` }
  const user = users.byId(claims.user_id)
  return user === undefined ? { flaw: 'access_token_orphaned' } : { claims, user }
}
