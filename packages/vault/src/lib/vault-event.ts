import type { SignInRequiredErrorCode, TokenFailure } from '@mudbrick/ims'
import type { VaultErrorCode } from './vault-error.ts'

/** Something that happened in this process; it never holds a token. `type` tells which it is. */
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
      /** It is about no single grant. */
      readonly grantId: undefined
    })

/** What can happen to a grant. */
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

/** A user signed in, and the grant is kept from now on. */
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
  /** How long the access token before was still good for; negative when it had ended already. */
  readonly remainingMs: number
}

/** An attempt to refresh failed; nothing is lost, and another one follows. */
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
  /** Says why. */
  readonly code: SignInRequiredErrorCode
}

/** IMS refuses the app itself: somebody has to correct its registration or its secret. */
export interface Misconfigured {
  readonly type: 'misconfigured'
  /** The OAuth `error` that IMS gave, or the `code` of the error. */
  readonly code: string
}

/** Somebody had to wait while another process refreshed the grant. */
export interface LeaseWaited {
  readonly type: 'lease-waited'
  /** How long. */
  readonly durationMs: number
}

/** The grant is over; IMS is still to be told. */
export interface GrantRevoked {
  readonly type: 'revoked'
  /** The user's id at IMS, if it is known. */
  readonly subject: string | undefined
}

/** IMS has ended the tokens of a grant that was revoked, and nothing is left of it here. */
export interface RevocationSettled {
  readonly type: 'revocation-settled'
}

/** IMS could not be told of a revocation; another attempt follows. */
export interface RevocationFailed {
  readonly type: 'revocation-failed'
  /** How many attempts have failed. */
  readonly failures: number
  /** The OAuth `error` that IMS gave, or the `code` of the error. */
  readonly code: string
}

/** IMS could not be told of a revocation for so long that its tokens have ended by themselves. */
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

/** The record of the grant cannot be opened: an operator has to look at it. */
export interface GrantUnreadable {
  readonly type: 'unreadable'
  /** Says why. */
  readonly code: VaultErrorCode
}

/** Nobody used the grant for so long that its refresh token has ended, and it was removed. */
export interface GrantDiscarded {
  readonly type: 'discarded'
}

/** The store did not let this process look for work; it tries again. */
export interface WorkFailed {
  readonly type: 'work-failed'
  /** The `code` of the error, or its name. */
  readonly code: string
}

/** Makes known what happened to a grant. */
export type EmitGrantEvent = (grantId: string, occurrence: GrantOccurrence) => void

/** Who listens, and who makes known. */
export interface VaultEvents {
  readonly emit: EmitGrantEvent
  /** Makes known that this process could not look for work. */
  readonly emitWorkFailed: (code: string) => void
  /** Is told of each event, until the function that it gives is called. */
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
      // A function of its own, so that the same listener may come twice.
      const own = (event: VaultEvent): void => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}

/** The word for a failure that events, metrics and spans use: IMS's own, if it gave one; never its prose. */
export function failureCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? error.code : undefined
  const reason = 'error' in error && code === 'token_error' ? error.error : code
  return typeof reason === 'string' ? reason : error.name
}

/** A listener that fails fails for itself, not for the refresh that it is told of. */
function inform(listener: (event: VaultEvent) => void, event: VaultEvent): void {
  try {
    listener(event)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
