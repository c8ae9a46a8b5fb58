/** A failure in the user's words: what happened, and what can be done about it. */
export interface Failure {
  readonly title: string
  /** What happened, to which thing. */
  readonly explanation: string
  /** What to do or to check, one step each. */
  readonly advice: readonly string[]
  /** The file to change, where it is one. */
  readonly file?: string | undefined
  /** An address that the browser may have to be shown first. */
  readonly origin?: string | undefined
  /** The HTTP status of the service's answer. */
  readonly status?: number | undefined
  /** What the service called the exchange, to quote when asking for help. */
  readonly requestId?: string | undefined
}
