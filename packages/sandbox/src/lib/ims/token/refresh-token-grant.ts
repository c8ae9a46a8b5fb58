import { accessTokenLifetimeMs, expiresIn } from '../expires-in.ts'
import { imsError } from '../ims-error.ts'
import { isExpiredByItsWord, readSecret } from '../jwt/jwt-shaped-secret.ts'
import { parseScopes } from '../scope.ts'
import { readRequired } from '../sound-parameters.ts'
import type { TokenContext } from './token-context.ts'
import { createRefreshToken, tokenResponse } from './token-response.ts'

/** RFC 6749 §6: exchanges a refresh token, once, for a new pair. */
export async function grantByRefreshToken(context: TokenContext): Promise<Response> {
  const { parameters, credential, services } = context
  const { refreshTokens, accessTokens, users, consents } = services.state
  const token = readRequired(context, parameters, 'refresh_token')
  if (token === undefined) return imsError(400, 'invalid_request')
  const known = refreshTokens.find(token)
  const scopes = parseScopes(parameters.get('scope'))
  // A scope that was never granted refuses the request before the token is used up.
  if (known !== undefined && !scopes.every((scope) => known.scopes.includes(scope))) {
    context.hint('scope_not_granted')
    return imsError(400, 'invalid_scope')
  }

  const successor = createRefreshToken(context, known ?? unknownGrant, token)
  const rotation = refreshTokens.rotate(token, credential.clientId, successor)
  if (typeof rotation === 'string') {
    const isExpired = rotation === 'unknown' && isExpiredByItsWord(token, services.clock)
    context.hint(`refresh_token_${isExpired ? 'expired' : rotation}`)
    return imsError(400, 'invalid_grant')
  }
  const { grant } = rotation
  const isAllowed = consents.covers(grant.userId, grant.clientId, grant.scopes)
  if (!isAllowed || users.byId(grant.userId) === undefined) {
    context.hint(isAllowed ? 'user_unknown' : 'consent_missing')
    refreshTokens.revoke(grant.grantId)
    return imsError(400, 'invalid_grant')
  }
  const accessToken = await accessTokens.issue({
    ...grant,
    scopes: scopes.length > 0 ? scopes : grant.scopes,
    refreshToken: readSecret(rotation.token),
    lifetimeMs: accessTokenLifetimeMs(context, credential),
  })
  return tokenResponse({
    access_token: accessToken,
    refresh_token: rotation.token,
    token_type: 'bearer',
    expires_in: expiresIn(context, credential),
  })
}

/** For a used or unknown token: the successor that is made is never returned. */
const unknownGrant = { grantId: '', clientId: '', userId: '', scopes: [] }
