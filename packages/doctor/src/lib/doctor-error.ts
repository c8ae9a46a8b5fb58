/**
 * What the doctor was asked in a way that it cannot understand. What is wrong with the user's
 * configuration is never thrown: it is a finding.
 */
export class DoctorError extends Error {
  override readonly name = 'DoctorError'
  readonly code: DoctorErrorCode
  /** Which member of the facts is wrong, such as `calls[0].path`. */
  readonly fact: string
  readonly retryable = false
  readonly needsInteraction = false

  constructor(code: DoctorErrorCode, fact: string, message: string) {
    super(message)
    this.code = code
    this.fact = fact
  }
}

/** `invalid_fact` names the member of the facts that is not what its type says. */
export type DoctorErrorCode = 'invalid_fact'
