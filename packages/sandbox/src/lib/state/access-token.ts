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
  /** Names the sign-in that gave it; a token of a technical account has none. */
  readonly sid?: string
}

/** Access tokens: signed when issued, checked by signature, age and revocation; none is stored. */
export interface AccessTokens {
  issue(grant: AccessTokenGrant): Promise<string>
  /** The claims of a token that is still good, `undefined` for any other text. */
  verify(token: string): Promise<AccessTokenClaims | undefined>
  revoke(claims: AccessTokenClaims): void
  /** Ends all tokens that one sign-in gave. */
  revokeGrant(grantId: string): void
}

/** For whom and for what an access token is issued. */
export interface AccessTokenGrant {
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
  /** Names the sign-in that gives it. */
  readonly grantId?: string | undefined
  /** How long it is valid, when that is not as for all. */
  readonly lifetimeMs?: number | undefined
}

export function createAccessTokens(
  clock: Clock,
  randomness: Randomness,
  signingKey: SigningKey,
  lifetimeMs: number,
): AccessTokens {
  // A revocation that were forgotten would bring its token back to life: these maps have no bound but time.
  const revoked = new ExpiringMap<true>(clock, Infinity)
  const revokedGrants = new ExpiringMap<true>(clock, Infinity)

  return {
    issue: ({ clientId, userId, scopes, grantId, lifetimeMs: ownLifetimeMs }) =>
      new SignJWT({
        id: generateId(randomness),
        type: 'access_token',
        client_id: clientId,
        user_id: userId,
        aa_id: userId,
        as: 'ims-na1',
        scope: scopes.join(','),
        created_at: String(clock.now()),
        expires_in: String(ownLifetimeMs ?? lifetimeMs),
        ...(grantId === undefined ? {} : { sid: grantId }),
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
      if (claims.sid !== undefined && revokedGrants.get(claims.sid)) return undefined
      return claims
    },

    revoke: (claims) => revoked.set(claims.id, true, expiresAt(claims)),
    revokeGrant: (grantId) =>
      revokedGrants.set(grantId, true, clock.now() + longestAccessTokenLifetimeMs),
  }
}

const longestAccessTokenLifetimeMs = 30 * 24 * 3_600_000

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
