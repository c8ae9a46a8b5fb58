import { compactVerify, SignJWT } from 'jose'

import { generateId, type Clock, type Randomness } from '../effects.ts'
import { ExpiringMap } from './expiring-map.ts'
import type { SigningKey } from './signing-key.ts'

/** What an access token of IMS says. Times are milliseconds in strings, scopes are joined by commas. */
export interface AccessTokenClaims {
  readonly id: string
  readonly type: 'access_token'
  readonly client_id: string
  readonly user_id: string
  readonly scope: string
  readonly created_at: string
  readonly expires_in: string
}

/** Access tokens: signed when issued, checked by signature, age and revocation; none is stored. */
export interface AccessTokens {
  issue(grant: AccessTokenGrant): Promise<string>
  /** The claims of a token that is still good, `undefined` for any other text. */
  verify(token: string): Promise<AccessTokenClaims | undefined>
  revoke(claims: AccessTokenClaims): void
}

/** For whom and for what an access token is issued. */
export interface AccessTokenGrant {
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
}

export function createAccessTokens(
  clock: Clock,
  randomness: Randomness,
  signingKey: SigningKey,
  lifetimeMs: number,
): AccessTokens {
  const revoked = new ExpiringMap<true>(clock)

  return {
    issue: ({ clientId, userId, scopes }) =>
      new SignJWT({
        id: generateId(randomness),
        type: 'access_token',
        client_id: clientId,
        user_id: userId,
        aa_id: userId,
        as: 'ims-na1',
        scope: scopes.join(','),
        created_at: String(clock.now()),
        expires_in: String(lifetimeMs),
      })
        // As seen in the wild: `x5u` is a bare file name, and there is no iss, aud, exp or iat.
        .setProtectedHeader({
          alg: 'RS256',
          x5u: `${signingKey.kid}.cer`,
          kid: signingKey.kid,
          itt: 'at',
        })
        .sign(signingKey.privateKey),

    verify: async (token) => {
      const claims = await verifySignature(token, signingKey)
      if (claims === undefined) return undefined
      if (expiresAt(claims) <= clock.now() || revoked.get(claims.id)) return undefined
      return claims
    },

    revoke: (claims) => revoked.set(claims.id, true, expiresAt(claims)),
  }
}

async function verifySignature(
  token: string,
  signingKey: SigningKey,
): Promise<AccessTokenClaims | undefined> {
  try {
    const { payload } = await compactVerify(token, signingKey.publicKey, { algorithms: ['RS256'] })
    // What this key has signed was written above, so its shape is known.
    const claims: AccessTokenClaims = JSON.parse(new TextDecoder().decode(payload))
    return claims
  } catch {
    return undefined
  }
}

function expiresAt(claims: AccessTokenClaims): number {
  return Number(claims.created_at) + Number(claims.expires_in)
}
