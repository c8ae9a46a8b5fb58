import { toBase64Url } from '../../effects.ts'
import type { AuthorizationCodeGrant } from '../../state/authorization-code.ts'
import { isPublicClient, type Credential } from '../../state/credential.ts'
import { familyNameOf, type RefreshTokenGrant } from '../../state/refresh-token.ts'
import type { TokenSubject } from '../../state/token-claims.ts'
import { jsonAnswer } from '../../wire/answer.ts'
import type { Parameters } from '../../wire/parameters.ts'
import { accessTokenLifetimeMs, expiresIn } from '../ims-answer.ts'
import type { ImsContext } from '../ims-context.ts'
import { createIdToken } from '../jwt/id-token.ts'
import { createJwtShapedSecret, readSecret } from '../jwt/jwt-shaped-secret.ts'
import { createProfile } from '../profile.ts'

/** A token request whose client is known. */
export interface TokenContext extends ImsContext {
  readonly parameters: Parameters
  readonly credential: Credential
}

/** The answer to a code: each version of the endpoint says in its own way whose tokens they are. */
export async function respondWithTokens(
  context: TokenContext,
  grant: AuthorizationCodeGrant,
): Promise<Response> {
  const { services, credential } = context
  const subject = subjectOf(grant)
  const refreshToken = isRefreshable(context, grant.scopes)
    ? createRefreshToken(context, subject)
    : undefined
  const lifetimeMs = accessTokenLifetimeMs(context, credential)
  const idToken = grant.scopes.includes('openid')
    ? createIdToken(context, { ...grant, lifetimeMs })
    : undefined
  const response = await respondWithAccessToken(context, subject, refreshToken, async () => ({
    ...userMembers(context, grant),
    ...(idToken !== undefined && { id_token: await idToken }),
  }))
  if (refreshToken !== undefined) services.state.refreshTokens.start(refreshToken, subject)
  return response
}

/**
 * A 200 of the token endpoint (RFC 6749 §5.1) with a new access token.
 *
 * @param members What this grant has beside it.
 */
export async function respondWithAccessToken(
  context: TokenContext,
  subject: TokenSubject,
  refreshToken?: string,
  members: () => Promise<object> = async () => ({}),
): Promise<Response> {
  const { services, credential } = context
  const [accessToken, others] = await Promise.all([
    services.state.accessTokens.issue({
      ...subject,
      refreshToken: refreshToken === undefined ? undefined : readSecret(refreshToken),
      lifetimeMs: accessTokenLifetimeMs(context, credential),
    }),
    members(),
  ])
  const body = {
    access_token: accessToken,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...others,
    token_type: 'bearer',
    expires_in: expiresIn(context, credential),
  }
  return jsonAnswer(body, { headers: { 'cache-control': 'no-store', pragma: 'no-cache' } })
}

/** A new refresh token, not yet in force, of the family of its predecessor, or of a new one. */
export function createRefreshToken(
  context: TokenContext,
  grant: RefreshTokenGrant,
  predecessor = '',
): string {
  const { randomness } = context.services
  return createJwtShapedSecret(context.services, {
    ...grant,
    mark: familyNameOf(predecessor) ?? toBase64Url(randomness.bytes(16)),
    type: 'refresh_token',
    lifetimeMs: context.services.behavior.refreshTokenLifetimeMs,
  })
}

function subjectOf({
  grantId,
  clientId,
  userId,
  scopes,
  state,
}: AuthorizationCodeGrant): RefreshTokenGrant {
  return { grantId, clientId, userId, scopes, ...(state !== undefined && { state }) }
}

function isRefreshable(
  { credential, services: { behavior }, hint }: TokenContext,
  scopes: readonly string[],
): boolean {
  const isAskedFor = scopes.includes('offline_access')
  if (isPublicClient(credential)) {
    const { refreshTokens = behavior.publicClientRefreshTokens } = credential
    if (isAskedFor && !refreshTokens) hint('refresh_token_withheld')
    return isAskedFor && refreshTokens
  }
  if (!isAskedFor) hint('offline_access_missing')
  return isAskedFor || behavior.webAppRefreshToken === 'always'
}

/** Version 1 puts the whole profile beside the tokens, version 2 `userId`, the later ones `sub`. */
function userMembers(
  context: TokenContext,
  { userId, scopes }: AuthorizationCodeGrant,
): Record<string, unknown> {
  if (context.version === 'v2') return { userId }
  if (context.version !== 'v1') return { sub: userId }
  const user = context.services.state.users.byId(userId)
  if (user === undefined) return {}
  // Both generations of what was documented: the names of OpenID Connect, and IMS's own.
  return {
    sub: userId,
    given_name: user.givenName,
    family_name: user.familyName,
    email_verified: 'true',
    ...createProfile(context, user, scopes),
  }
}
