/** Says where signing out leads. */
export interface SignOutOptions {
  /** Where in this app IMS sends the user afterwards: a path. The start of the app by default. */
  readonly returnTo?: string | undefined
}

/** How signing out went. */
export interface SignOutResult {
  /** Tells whether IMS has confirmed that it revoked the session's tokens. */
  readonly isRevoked: boolean
}
