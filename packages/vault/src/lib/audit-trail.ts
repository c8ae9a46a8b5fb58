import { checkOptions } from '@mudbrick/http/internal'
import { createFailingRefreshes } from './failing-refreshes.ts'
import { createRepetitionLimit } from './repeated-events.ts'
import type { VaultEvent } from './vault-event.ts'

/** Describes an audit trail. */
export interface AuditTrailOptions {
  /** Writes one line of JSON, given without its line end. What it throws is reported as an uncaught error. */
  readonly write: (line: string) => void
  /** Names this process, for a trail that several processes write. */
  readonly process: string
  /**
   * Returns what else stands in the line of an event, such as the id of the request that caused it:
   * `current` of `createRequestContext()` of `@mudbrick/server`. Nothing by default.
   */
  readonly context?: (() => object | undefined) | undefined
}

interface AuditLine {
  readonly type: string
  readonly grantId?: string | undefined
  /** How many equal events it stands for. */
  readonly count?: number | undefined
}

/** These are too frequent for a trail. */
const omittedTypes = ['lease-waited', 'refresh-failed', 'work-failed']

/**
 * Creates a listener for `vault.subscribe` that writes down which grants were created, refreshed and
 * revoked when, and which could not be opened. It names grants by their ids and users by their ids at
 * IMS; it never contains a name, an address or a token.
 *
 * Refreshes that have been failing for a minute stand in one line for all grants (`refresh-failing`),
 * and so does their end (`refresh-recovered`). Of equal failures, one is written in a minute; the next
 * line has their number as `count`.
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
export function createAuditTrail(options: AuditTrailOptions): (event: VaultEvent) => void {
  checkOptions('createAuditTrail', options, { write: true, process: true, context: true })
  const { write, process, context = () => undefined } = options
  const noteRefresh = createFailingRefreshes()
  const limitRepetitions = createRepetitionLimit()

  return (event) => {
    const failing = noteRefresh(event)
    if (failing) writeLine(event.at, failing)
    if (omittedTypes.includes(event.type)) return
    for (const { event: passed, count } of limitRepetitions(event)) {
      const { at, ...details } = passed
      // The request of another event is not known any more.
      const cause = passed === event ? context() : undefined
      writeLine(at, { ...details, count }, cause)
    }
  }

  function writeLine(at: number, { type, grantId, ...details }: AuditLine, cause?: object): void {
    const fixed = { time: new Date(at).toISOString(), process, type, grantId }
    write(JSON.stringify({ ...fixed, ...cause, ...details, ...fixed }))
  }
}
