import { generateUuid, type Clock, type Randomness } from '../effects.ts'

/** For whom, and from which sign-in, a code or token is issued. */
export interface TokenSubject {
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
  /** Names the sign-in that gives it; a token of a technical account has none. */
  readonly grantId?: string | undefined
  /** The `state` of the authorization request. */
  readonly state?: string | undefined
}

/** The same of a sign-in by a user. */
export interface SignInSubject extends TokenSubject {
  readonly grantId: string
}

/** What IMS writes into codes, access tokens and refresh tokens. Times are milliseconds in strings, scopes are joined by commas. */
export interface TokenClaims {
  readonly id: string
  readonly type: 'access_token' | 'authorization_code' | 'refresh_token'
  readonly client_id: string
  readonly user_id: string
  readonly state?: string
  readonly as: string
  readonly aa_id: string
  readonly ctp: number
  readonly fg: string
  readonly sid?: string
  readonly expires_in: string
  readonly scope: string
  readonly created_at: string
}

/**
 * The claims that all three have, as published tokens show them. The meaning of `ctp` and `fg` is not public.
 *
 * @see https://github.com/adobe/aio-cli-plugin-cloudmanager/issues/631
 */
export function createTokenClaims<const Type extends TokenClaims['type']>(
  { clock, randomness }: { readonly clock: Clock; readonly randomness: Randomness },
  type: Type,
  { clientId, userId, scopes, grantId, state }: TokenSubject,
  lifetimeMs: number,
): TokenClaims & { readonly type: Type } {
  const now = clock.now()
  return {
    id: `${now}_${generateUuid(randomness)}_ue1`,
    type,
    client_id: clientId,
    user_id: userId,
    ...(state !== undefined && { state }),
    as: 'ims-na1',
    aa_id: userId,
    ctp: 0,
    fg: unknownValue,
    ...(grantId !== undefined && { sid: grantId }),
    expires_in: String(lifetimeMs),
    scope: scopes.join(','),
    created_at: String(now),
  }
}

/** For claims of which only the name is public. */
export const unknownValue = 'sandbox'
