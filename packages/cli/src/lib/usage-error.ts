/** An error in how the command was called; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
