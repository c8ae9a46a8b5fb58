import type { ImsGrant, UserProfile } from '@mudbrick/ims'
import type { ReencryptOptions, ReencryptResult } from './background/reencrypt.ts'
import type { VaultEvent } from './vault-event.ts'
import type { VaultGrant } from './vault-grant.ts'

/**
 * Keeps the tokens of signed-in users: encrypted in a store, refreshed once however many processes
 * ask, and revocable. All processes that share a store, its keys and a credential are one vault.
 *
 * Every function of it rejects with a {@link VaultError} when the store or the key provider fails, or
 * a record cannot be opened, and `closed` after `close()`.
 */
export interface Vault {
  /**
   * Keeps what IMS granted, and gives the id by which it is found again: unguessable, and never used
   * for another grant.
   */
  readonly add: (grant: ImsGrant, options?: AddGrantOptions) => Promise<string>
  /** Shows a grant; `undefined` when there is none of this id, or it was revoked. */
  readonly read: (id: string) => Promise<VaultGrant | undefined>
  /**
   * Gives an access token that is good for a while, refreshed if need be: once for all who ask, in
   * all processes. When IMS cannot be asked, a token that is good for less is given as long as it
   * is good at all. `createBearerFetch` takes this function, with the id filled in.
   *
   * @throws {@link SignInRequiredError} when only the user can help: `no_session` without such a
   *   grant, `refresh_rejected`, or `in_doubt` when a refresh was interrupted and its answer lost.
   * @throws {@link VaultError} `store_unavailable` too when it could not be checked that the grant was
   *   not revoked: that comes before being available.
   * @throws {@link TokenResponseError}, {@link HttpError}, {@link UnexpectedResponseError},
   *   {@link NetworkError} or {@link TimeoutError} as IMS fails, and a {@link VaultError}
   *   `ims_unavailable` or `misconfigured` where another process has met that a moment ago.
   */
  readonly getAccessToken: (id: string, request?: VaultTokenRequest) => Promise<string>
  /**
   * Refreshes a grant now, whatever the age of its token; but not while IMS is left alone after a
   * failure. Rejects as `getAccessToken` does.
   */
  readonly refresh: (id: string, options?: VaultRefreshOptions) => Promise<VaultGrant>
  /**
   * Ends a grant. When it resolves no process gives its token for more than a second; IMS is told to
   * end the tokens too, again and again until it has heard. Does nothing when there is no such grant.
   */
  readonly revoke: (id: string) => Promise<void>
  /**
   * Seals with the current key whatever is sealed with another. Ends early and may be called again;
   * everything else goes on meanwhile.
   */
  readonly reencrypt: (options?: ReencryptOptions) => Promise<ReencryptResult>
  /** Tells a listener of what happens in this process, until the function that it gives is called. */
  readonly subscribe: (listener: (event: VaultEvent) => void) => () => void
  /**
   * Begins to work in the background: refreshes what was used lately before it ends, and tells IMS
   * of revocations that it has not heard of. Of all processes that do so, one at a time works.
   */
  readonly start: () => void
  /** Looks whether the vault can do its work. */
  readonly check: () => Promise<VaultHealth>
  /** Ends the work in the background, and waits for what was sent. The store stays open. */
  readonly close: () => Promise<void>
}

/** Says what to keep beside the tokens. */
export interface AddGrantOptions {
  /** What IMS said about the user; `read` gives it back. */
  readonly profile?: UserProfile | undefined
}

/** Says for what an access token is needed. */
export interface VaultTokenRequest {
  /** How long the token has to be good for, as far as tokens are; a minute unless told. */
  readonly minimumTtlMs?: number | undefined
  /** The token that a service has just refused. */
  readonly rejected?: string | undefined
  /** Ends the waiting; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Says how to wait for a refresh. */
export interface VaultRefreshOptions {
  /** Ends the waiting, but not the refresh; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Tells whether a vault can do its work. */
export interface VaultHealth {
  /** Whether all of the following is as it should be. */
  readonly isHealthy: boolean
  /** Whether the store answers. */
  readonly store: 'reachable' | 'unreachable'
  /** Whether there is a key to seal with. */
  readonly key: 'present' | 'missing'
}
