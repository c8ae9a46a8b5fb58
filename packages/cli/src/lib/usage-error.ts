/** The user has asked for something that there is not; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
