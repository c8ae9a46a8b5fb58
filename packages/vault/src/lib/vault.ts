import type { ImsGrant, UserProfile } from '@mudbrick/ims'
import type { ReencryptOptions, ReencryptResult } from './background/reencrypt.ts'
import type { VaultKeyState } from './keys/key-usage.ts'
import type { VaultEvent } from './vault-event.ts'
import type { VaultGrant } from './vault-grant.ts'

/**
 * Keeps the tokens of signed-in users: encrypted in a store, refreshed once however many processes
 * ask, and revocable. All processes that share a store, its keys and a credential are one vault;
 * vaults of different client ids can share a store, and leave each other's grants alone.
 *
 * Every function rejects with a {@link VaultError} when the store or the key provider fails, when a
 * record cannot be opened, when a grant was issued to another client id (`other_client`), and after
 * `close()` (`closed`).
 */
export interface Vault {
  /** The client id whose grants it keeps. */
  readonly clientId: string
  /**
   * Stores a grant of IMS, and returns the id by which it is found again: unguessable, and never used
   * for another grant.
   */
  readonly add: (grant: ImsGrant, options?: AddGrantOptions) => Promise<string>
  /**
   * Stores the grant that a function obtains, once for all processes that are asked for the same
   * name: the others wait, and return the same id. For a sign-in, whose authorization code can be used
   * once, the name is a secret of that sign-in, such as its code verifier.
   *
   * @throws whatever `obtain` throws; the next call then asks again.
   */
  readonly addOnce: (name: string, obtain: () => Promise<ObtainedGrant>) => Promise<AddedGrant>
  /** Returns a grant without its tokens; `undefined` when there is none of this id, or it was revoked. */
  readonly read: (id: string) => Promise<VaultGrant | undefined>
  /**
   * Returns the grants of a user, without reading those of others; `undefined` as `next` when there
   * are no more.
   *
   * @param subject - the user's id at IMS (`sub` of the ID token)
   */
  readonly listBySubject: (subject: string, options?: ListGrantsOptions) => Promise<VaultGrantList>
  /**
   * Returns an access token that is valid for a while, refreshed if need be: once for all callers, in
   * all processes. When IMS is not available, it returns a token with less time left, as long as that
   * is valid at all. `createBearerFetch` takes this function, with the id filled in.
   *
   * @throws {@link SignInRequiredError} when only the user can help: `no_session` without such a
   *   grant, `refresh_rejected`, or `in_doubt` when a refresh was interrupted and its answer lost.
   * @throws {@link VaultError} with one of the `store_…` codes also when the vault cannot check that
   *   the grant was not revoked: that comes before being available.
   * @throws {@link TokenResponseError}, {@link HttpError}, {@link UnexpectedResponseError},
   *   {@link NetworkError} or {@link TimeoutError} as IMS fails, and a {@link VaultError}
   *   `ims_unavailable` or `misconfigured` where another process has met that a moment ago.
   */
  readonly getAccessToken: (id: string, request?: VaultTokenRequest) => Promise<string>
  /**
   * Refreshes a grant now, whatever the age of its token; but not during the back-off after a
   * failure. Rejects as `getAccessToken` does.
   */
  readonly refresh: (id: string, options?: VaultRefreshOptions) => Promise<VaultGrant>
  /**
   * Ends a grant. When it resolves, no process returns its token for more than a second. IMS is told
   * to end the tokens too, again and again until it has done so. Does nothing when there is no such
   * grant.
   */
  readonly revoke: (id: string, options?: RevokeGrantOptions) => Promise<void>
  /**
   * Ends all grants of a user, as `revoke` does: signs the user out everywhere. Grants whose records
   * cannot be opened are removed too.
   *
   * @param subject - the user's id at IMS (`sub` of the ID token)
   * @returns how many grants were ended
   */
  readonly revokeBySubject: (subject: string, options?: RevokeGrantOptions) => Promise<number>
  /**
   * Seals with the current key every grant of this client id that is sealed with another key. It may
   * be ended early and called again; everything else goes on meanwhile.
   */
  readonly reencrypt: (options?: ReencryptOptions) => Promise<ReencryptResult>
  /**
   * Returns the keys that the key provider has, and those that are or were in use, and whether
   * something still needs them: a key may be removed when it is retirable. A key is retirable only
   * after `reencrypt()` has replaced it, or its use was noted.
   */
  readonly listKeys: () => Promise<readonly VaultKeyState[]>
  /**
   * Notes, for all processes, that a text that was sealed with a key outside of the vault may have to
   * be opened until then. `@mudbrick/server` notes the cookies of sessions.
   *
   * @param until - in epoch milliseconds
   */
  readonly noteKeyUse: (keyId: string, until: number) => Promise<void>
  /**
   * Calls a listener for each event in this process, until the returned function is called. An error
   * that the listener throws is reported as uncaught, and ends a process that does not handle it.
   */
  readonly subscribe: (listener: (event: VaultEvent) => void) => () => void
  /**
   * Starts the background work: refreshes recently used grants before their tokens expire, and tells
   * IMS of revocations that it has not confirmed. Of all processes, one at a time does this work.
   */
  readonly start: () => void
  /** Checks whether the vault can do its work. */
  readonly check: () => Promise<VaultHealth>
  /** Ends the background work, and waits for requests under way. The store stays open. */
  readonly close: () => Promise<void>
}

/** Says what to store beside the tokens. */
export interface AddGrantOptions {
  /** What IMS said about the user; `read` returns it. */
  readonly profile?: UserProfile | undefined
}

/** A grant to store, and what to store beside it. */
export interface ObtainedGrant extends AddGrantOptions {
  /** What IMS granted. */
  readonly grant: ImsGrant
}

/** A grant that was stored. */
export interface AddedGrant {
  /** The id of the grant. */
  readonly id: string
  /** Whether this call has stored it; `false` when another call with the same name has. */
  readonly isNew: boolean
}

/** Says why grants are ended. */
export interface RevokeGrantOptions {
  /** A word for the event and the audit trail, such as `sign-out`. `requested` by default. */
  readonly reason?: string | undefined
}

/** Says which part of a user's grants to return. */
export interface ListGrantsOptions {
  /** Where to continue: the `next` of the list before. From the beginning by default. */
  readonly after?: string | undefined
  /** How many grants to return at most, 1 to 1,000. 100 by default. */
  readonly limit?: number | undefined
}

/** A part of a user's grants. */
export interface VaultGrantList {
  /** The grants, without their tokens. */
  readonly grants: readonly VaultGrant[]
  /** Where to continue; `undefined` when there are no more. */
  readonly next: string | undefined
}

/** Says for what an access token is needed. */
export interface VaultTokenRequest {
  /** How long the token has to be valid for, as far as tokens are. One minute by default. */
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
  /** Whether the store answers and there is a key. */
  readonly isHealthy: boolean
  /** Whether the store answers. */
  readonly store: 'reachable' | 'unreachable'
  /** Whether there is a key to seal with. */
  readonly key: 'present' | 'missing'
}
