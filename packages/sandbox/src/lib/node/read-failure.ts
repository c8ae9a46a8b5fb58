/** The code of an error of the system, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** Why a file or folder cannot be read, as the end of a sentence that begins with its path. */
export function describeReadFailure(cause: unknown): string {
  const code = errorCode(cause) ?? 'unknown cause'
  return problems.get(code) ?? `cannot be read (${code})`
}

const problems: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'is a file'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be read by you'],
])
