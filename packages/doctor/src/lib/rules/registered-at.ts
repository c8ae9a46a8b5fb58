import type { Configuration } from '../configuration.ts'
import type { Finding } from '../finding.ts'

/** Where a registered address stands in the download; nowhere when the registration is not from a file. */
export function registeredAt(
  credential: Configuration['credential'],
  value: string,
): Partial<Pick<Finding, 'file' | 'line'>> {
  const line = credential?.lines[value]
  return {
    ...(credential?.file !== undefined && { file: credential.file }),
    ...(line !== undefined && { line }),
  }
}
