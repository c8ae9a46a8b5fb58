/** A failure in the user's words: what happened, and what can be done about it. */
export interface Failure {
  readonly title: string
  /** What happened, to which thing. */
  readonly explanation: string
  /** What to do or to check, one step each. */
  readonly advice: readonly string[]
  /** An address that the browser may have to be shown first. */
  readonly origin?: string
  /** What the service called the exchange, to quote when asking for help. */
  readonly requestId?: string | undefined
}
