import {
  createAccessTokenRegister,
  type AccessTokenRegister,
  type SavedAccessTokens,
} from './access-token-register.ts'
import { encodeJwtHeader, signJwt, type SigningKey } from './signing-key.ts'
import type { StateServices } from './state-change.ts'
import {
  createTokenClaims,
  unknownValue,
  type TokenClaims,
  type TokenSubject,
} from './token-claims.ts'

/** What an access token of IMS says. */
export interface AccessTokenClaims extends TokenClaims {
  readonly type: 'access_token'
  /** The id of the refresh token that was given beside it, and the end of that one in milliseconds. */
  readonly rtid?: string
  readonly rtea?: string
}

/** Access tokens: signed when issued, checked by signature, age and revocation; the text of none is stored. */
export interface AccessTokens extends Omit<AccessTokenRegister, 'add' | 'end' | 'isEnded'> {
  issue(grant: AccessTokenGrant): Promise<string>
  /** The claims of a token that is still good, `undefined` for any other text. */
  verify(token: string | undefined): Promise<AccessTokenClaims | undefined>
  /** Why a token is not accepted. */
  findFlaw(token: string | undefined): Promise<AccessTokenFlaw>
  revoke(claims: AccessTokenClaims): void
}

/** What may be wrong with an access token: never sent, not signed here, too old, or revoked. */
export type AccessTokenFlaw = 'missing' | 'unknown' | 'expired' | 'ended'

/** For whom and for what an access token is issued. */
export interface AccessTokenGrant extends TokenSubject {
  /** The refresh token that is given beside it. */
  readonly refreshToken?: { readonly id: string; readonly expiresAt: number } | undefined
  /** How long it is valid, when that is not as for all. */
  readonly lifetimeMs?: number | undefined
}

/**
 * @param saved What a snapshot holds of them.
 * @param former Those whose place these take; of what they issued, these know only what is saved.
 */
export function createAccessTokens(
  services: StateServices,
  signingKey: SigningKey,
  saved?: SavedAccessTokens,
  former?: AccessTokens,
): AccessTokens {
  const { behavior, clock } = services
  const register = createAccessTokenRegister(services, saved, former?.known())

  // As seen in the wild: `itt` is in the header, and there is no iss, aud, exp or iat.
  const header = encodeJwtHeader(signingKey, { itt: 'at' })

  return {
    ...register,
    issue: ({ refreshToken, lifetimeMs = behavior.accessTokenLifetimeMs, ...subject }) => {
      const claims = {
        ...createTokenClaims(services, 'access_token', subject, lifetimeMs),
        // Not public: what these three say.
        moi: unknownValue,
        pba: unknownValue,
        oc: unknownValue,
        ...(refreshToken !== undefined && {
          rtid: refreshToken.id,
          rtea: String(refreshToken.expiresAt),
        }),
      }
      const { state: _, ...issued } = subject
      const issuedAt = clock.now()
      register.add({ ...issued, id: claims.id, issuedAt, expiresAt: issuedAt + lifetimeMs })
      return signJwt(header, claims, signingKey)
    },

    verify: async (token) => {
      const claims = await verifySignature(token, signingKey)
      if (claims === undefined) return undefined
      if (expiresAt(claims) <= clock.now()) return undefined
      return register.isEnded({ id: claims.id, grantId: claims.sid }) ? undefined : claims
    },

    findFlaw: async (token) => {
      if (token === undefined) return 'missing'
      const claims = await verifySignature(token, signingKey)
      if (claims === undefined) return 'unknown'
      return expiresAt(claims) <= clock.now() ? 'expired' : 'ended'
    },

    revoke: (claims) =>
      register.end({
        id: claims.id,
        clientId: claims.client_id,
        userId: claims.user_id,
        expiresAt: expiresAt(claims),
        grantId: claims.sid,
      }),
  }
}

async function verifySignature(
  token: string | undefined,
  signingKey: SigningKey,
): Promise<AccessTokenClaims | undefined> {
  if (token === undefined) return undefined
  // Loaded only here, since tokens are issued without it.
  const { compactVerify } = await import('jose/jws/compact/verify')
  try {
    const { payload } = await compactVerify(token, signingKey.publicJwk, { algorithms: ['RS256'] })
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
