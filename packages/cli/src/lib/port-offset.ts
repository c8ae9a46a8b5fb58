import { UsageError } from './usage-error.ts'

const largestOffset = 50_000

/**
 * By how much `MUDBRICK_PORT_OFFSET` moves every port and the redirect URIs that belong to them, as with `npm start`.
 *
 * @throws {@link UsageError} when it is no such number.
 */
export function readPortOffset(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment['MUDBRICK_PORT_OFFSET'] ?? ''
  if (/^\d{0,5}$/.test(text) && Number(text) <= largestOffset) return Number(text)
  throw new UsageError(
    `MUDBRICK_PORT_OFFSET is ${text}, which is not a whole number from 0 to ${largestOffset}: write one, such as 100, or unset it.`,
  )
}
