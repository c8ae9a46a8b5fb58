/** A problem that did not end the session, and that its developer should know about. */
export interface SessionWarning {
  /** Tells the kinds of warning apart. */
  readonly code:
    | 'profile_unavailable'
    | 'revocation_failed'
    | 'scopes_not_requested'
    | 'session_not_kept'
    | 'sign_in_failed'
    | 'storage_unavailable'
  /** Says what happened and what follows, without any secret. */
  readonly message: string
  /** Holds the error behind it. */
  readonly cause: unknown
}

/** Receives warnings. */
export type Warn = (warning: SessionWarning) => void
