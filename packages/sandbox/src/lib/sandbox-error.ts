/**
 * What went wrong with the sandbox itself, as opposed to what its services answer.
 *
 * `retryable` says whether the same call may work later; nothing here needs a user's interaction.
 */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly retryable: boolean
  readonly needsInteraction = false
  /** The port that was taken, where `code` is `port_taken`. */
  readonly port: number | undefined

  constructor(
    code: SandboxErrorCode,
    message: string,
    details: { readonly port?: number; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.retryable = code === 'port_taken' || code === 'control_unreachable'
    this.port = details.port
  }
}

/**
 * `invalid_configuration` names the file or property and what is wrong in it; `unknown_origin` the URL asked for;
 * `not_found` what there is instead; `timed_out` what came instead; `reveal_off` that secrets stay hidden. A connection to the control API may also meet
 * `control_refused`, when its token is not that of the run, and `control_unreachable`, when no sandbox answers.
 */
export type SandboxErrorCode =
  | 'port_taken'
  | 'invalid_configuration'
  | 'unknown_origin'
  | 'not_found'
  | 'timed_out'
  | 'reveal_off'
  | 'control_refused'
  | 'control_unreachable'

/** The commonest: a file, an option or a request is wrong, and the message says what to correct. */
export function invalidConfiguration(message: string, cause?: unknown): SandboxError {
  return new SandboxError('invalid_configuration', message, cause === undefined ? {} : { cause })
}
