import type { VaultEvent } from './vault-event.ts'

/** Describes an audit trail. */
export interface AuditTrailOptions {
  /** Writes one line of JSON, given without its line end. What it throws is reported as an uncaught error. */
  readonly write: (line: string) => void
  /** Names this process, for a trail that several processes write. */
  readonly process: string
}

/** These are too frequent for a trail. */
const omittedTypes = ['lease-waited', 'refresh-failed', 'work-failed']

/**
 * Creates a listener for `vault.subscribe` that writes down which grants were created, refreshed and
 * revoked when, and which could not be opened. It names grants by their ids and users by their ids at
 * IMS; it never contains a name, an address or a token.
 *
 * @example
 * ```ts
 * vault.subscribe(
 *   createAuditTrail({
 *     process: `${hostname()}:${process.pid}`,
 *     write: (line) => appendFileSync('audit.log', `${line}\n`),
 *   }),
 * )
 * ```
 */
export function createAuditTrail({
  write,
  process,
}: AuditTrailOptions): (event: VaultEvent) => void {
  return (event) => {
    if (omittedTypes.includes(event.type)) return
    const { at, type, grantId, ...details } = event
    const time = new Date(at).toISOString()
    write(JSON.stringify({ time, process, type, grantId, ...details }))
  }
}
