import type { SignInRequiredErrorCode, TokenFailure } from '@mudbrick/ims'
import type { VaultErrorCode } from './vault-error.ts'

/** Something that happened in this process. It never contains a token. */
export type VaultEvent =
  | (GrantOccurrence & {
      /** When, in epoch milliseconds. */
      readonly at: number
      /** The id of the grant. */
      readonly grantId: string
    })
  | (WorkFailed & {
      /** When, in epoch milliseconds. */
      readonly at: number
      /** It concerns no single grant. */
      readonly grantId: undefined
    })

/** What can happen to a grant; `type` says which it is. */
export type GrantOccurrence =
  | GrantCreated
  | GrantRefreshed
  | RefreshFailed
  | SignInRequired
  | Misconfigured
  | LeaseWaited
  | GrantRevoked
  | RevocationSettled
  | RevocationFailed
  | RevocationAbandoned
  | GrantReencrypted
  | GrantUnreadable
  | GrantDiscarded
  | GrantRolledBack

/** A user signed in, and the grant was stored. */
export interface GrantCreated {
  readonly type: 'created'
  /** The user's id at IMS, if the ID token named it. */
  readonly subject: string | undefined
}

/** The grant has new tokens. */
export interface GrantRefreshed {
  readonly type: 'refreshed'
  /** The user's id at IMS, if it is known. */
  readonly subject: string | undefined
  /** How long IMS took to answer. */
  readonly durationMs: number
  /** How long the former access token was still valid; negative when it had expired. */
  readonly remainingMs: number
}

/** An attempt to refresh failed; nothing is lost, and another attempt follows. */
export interface RefreshFailed {
  readonly type: 'refresh-failed'
  /** What the failure means for the grant. */
  readonly failure: TokenFailure
  /** The `code` of the error, or the OAuth `error` that IMS gave. */
  readonly code: string
}

/** The grant cannot be refreshed again. */
export interface SignInRequired {
  readonly type: 'sign-in-required'
  /** The user's id at IMS, if it is known. */
  readonly subject: string | undefined
  /** Why. */
  readonly code: SignInRequiredErrorCode
}

/** IMS refuses the app itself: its registration or its secret has to be corrected. */
export interface Misconfigured {
  readonly type: 'misconfigured'
  /** The OAuth `error` that IMS gave, or the `code` of the error. */
  readonly code: string
}

/** A caller had to wait while another process refreshed the grant. */
export interface LeaseWaited {
  readonly type: 'lease-waited'
  /** How long. */
  readonly durationMs: number
}

/** The grant was ended here; IMS has not confirmed it yet. */
export interface GrantRevoked {
  readonly type: 'revoked'
  /** The user's id at IMS, if it is known. */
  readonly subject: string | undefined
  /** Why, in the word of the caller. */
  readonly reason: string
}

/**
 * The store had an older version of the grant than this process knows, as after a restored backup or
 * a failover. The newer version was written again.
 */
export interface GrantRolledBack {
  readonly type: 'rolled-back'
  /** The user's id at IMS, if it is known. */
  readonly subject: string | undefined
}

/** IMS has revoked the tokens of a revoked grant, and its record was removed. */
export interface RevocationSettled {
  readonly type: 'revocation-settled'
}

/** IMS did not take a revocation; another attempt follows. */
export interface RevocationFailed {
  readonly type: 'revocation-failed'
  /** How many attempts have failed. */
  readonly failures: number
  /** The OAuth `error` that IMS gave, or the `code` of the error. */
  readonly code: string
}

/** IMS did not take a revocation for so long that the tokens have expired. */
export interface RevocationAbandoned {
  readonly type: 'revocation-abandoned'
  /** How many attempts have failed. */
  readonly failures: number
  /** The OAuth `error` that IMS gave last, or the `code` of the error. */
  readonly code: string
}

/** The grant was sealed anew, with the current key. */
export interface GrantReencrypted {
  readonly type: 'reencrypted'
  /** The key that it was sealed with before. */
  readonly formerKeyId: string
}

/** The record of the grant cannot be opened: an operator has to find out why. */
export interface GrantUnreadable {
  readonly type: 'unreadable'
  /** Why. */
  readonly code: VaultErrorCode
}

/** The grant was not used for so long that its refresh token has expired, and it was removed. */
export interface GrantDiscarded {
  readonly type: 'discarded'
}

/** This process could not ask the store for due grants; it tries again. */
export interface WorkFailed {
  readonly type: 'work-failed'
  /** The `code` of the error, or its name. */
  readonly code: string
}

/** Emits an event about a grant. */
export type EmitGrantEvent = (grantId: string, occurrence: GrantOccurrence) => void

/** Listeners, and what they are told. */
export interface VaultEvents {
  readonly emit: EmitGrantEvent
  /** Emits that this process could not look for due grants. */
  readonly emitWorkFailed: (code: string) => void
  /** Calls a listener for each event, until the returned function is called. */
  readonly subscribe: (listener: (event: VaultEvent) => void) => () => void
}

export function createVaultEvents({ now }: { readonly now: () => number }): VaultEvents {
  const listeners = new Set<(event: VaultEvent) => void>()
  const tell = (event: VaultEvent): void => {
    Object.freeze(event)
    for (const listener of listeners) inform(listener, event)
  }
  return {
    emit(grantId, occurrence) {
      if (listeners.size > 0) tell({ ...occurrence, at: now(), grantId })
    },
    emitWorkFailed(code) {
      tell({ type: 'work-failed', code, at: now(), grantId: undefined })
    },
    subscribe(listener) {
      // A function of its own, so that the same listener can be added twice.
      const own = (event: VaultEvent): void => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}

/** Returns the word for a failure in events, metrics and spans: the OAuth `error` of IMS if there is one, never a message. */
export function failureCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? error.code : undefined
  const reason = 'error' in error && code === 'token_error' ? error.error : code
  return typeof reason === 'string' ? reason : error.name
}

/** An error of a listener is reported as uncaught, and does not disturb the vault. */
function inform(listener: (event: VaultEvent) => void, event: VaultEvent): void {
  try {
    listener(event)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
