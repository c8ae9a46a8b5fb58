import {
  type IdTokenClaims,
  type TokenSet,
  TransactionError,
  validateIdToken,
} from '@mudbrick/oauth'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { issuersOf, lifetimeMsOf, parseScopes } from './ims-quirks.ts'

/** What IMS granted, after everything about it was checked. */
export interface ImsGrant {
  /** The tokens, which are not enumerable. */
  readonly tokenSet: TokenSet
  /** What the ID token says about the user, if `openid` was asked for. */
  readonly claims: IdTokenClaims | undefined
  /** What was granted. */
  readonly scopes: readonly string[]
  /** When the answer arrived, by the client's clock. */
  readonly receivedAt: number
  /** When the access token ends, by the client's clock. */
  readonly expiresAt: number
}

/** What was asked for, as far as the answer has to agree with it. */
export interface ExpectedGrant {
  /** What was asked for; it is what was granted if the answer does not say. */
  readonly scope: string | readonly string[]
  readonly nonce?: string | undefined
}

/** Judges tokens that have just arrived. */
export function createGrant(
  { clientId, clock, environment: { tokenEndpoint } }: ImsClient<ImsCredential>,
  tokenSet: TokenSet,
  { scope: requestedScope, nonce }: ExpectedGrant,
): ImsGrant {
  const receivedAt = clock.now()
  const { idToken, scope = requestedScope, expiresInSeconds } = tokenSet
  const issuers = issuersOf(tokenEndpoint)
  return Object.freeze({
    tokenSet,
    claims:
      idToken === undefined ? undefined : validateIdToken(idToken, { clientId, issuers, nonce }),
    scopes: parseScopes(scope),
    receivedAt,
    expiresAt: receivedAt + lifetimeMsOf(tokenEndpoint, expiresInSeconds),
  })
}

/**
 * Checks that renewed tokens are about the user who signed in, as far as both say who that is.
 *
 * @throws {@link TransactionError} `subject_mismatch`
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
export function validateSubject({ claims }: ImsGrant, subject: string | undefined): void {
  if (claims && subject !== undefined && claims.sub !== subject) {
    throw new TransactionError('subject_mismatch')
  }
}
