/** A failure in the user's words: what happened, and what can be done about it. */
export interface Failure {
  /** Whether another person has to act (`notice`), or something is broken (`negative`). */
  readonly severity: 'notice' | 'negative'
  readonly title: string
  /** What happened, to which thing. */
  readonly explanation: string
  /** What to do or to check, one step each. */
  readonly advice: readonly string[]
  /** Whether to try again could help. */
  readonly canRetry: boolean
  /** Whether the user has to sign in again. */
  readonly needsSignIn: boolean
  /** The HTTP status of the answer. */
  readonly status?: number
}
