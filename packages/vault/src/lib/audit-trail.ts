import type { VaultEvent } from './vault-event.ts'

/** Says where an audit trail goes. */
export interface AuditTrailOptions {
  /** Takes one line of JSON, without its end of line. What it throws is reported as an uncaught error. */
  readonly write: (line: string) => void
  /** Names this process, for a trail that several write. */
  readonly process: string
}

/** What belongs to the day's business, and would bury the rest. */
const businessAsUsual = ['lease-waited', 'refresh-failed', 'work-failed']

/**
 * Creates a listener that writes down who was signed in, refreshed and revoked when, and what could
 * not be opened; for `vault.subscribe`. It names grants by their ids and users by their ids at IMS,
 * and holds no name, no address and no token.
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
    if (businessAsUsual.includes(event.type)) return
    const { at, type, grantId, ...details } = event
    const time = new Date(at).toISOString()
    write(JSON.stringify({ time, process, type, grantId, ...details }))
  }
}
