/** Says what went wrong where operators look. */
export function reportOnConsole(error: unknown): void {
  console.error(error)
}
