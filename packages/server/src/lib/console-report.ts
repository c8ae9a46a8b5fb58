import { type Clock, isMudbrickError } from '@mudbrick/http'
import { idleClock, writeToConsole } from './defaults.ts'
import type { ErrorContext, ReportError } from './error-context.ts'

/** What a report writes with. */
export interface ConsoleReportOptions {
  readonly clock?: Clock | undefined
  readonly write?: ((...parts: readonly unknown[]) => void) | undefined
}

const intervalMs = 60_000
/** More kinds of errors than these are counted together. */
const maxKinds = 100

/**
 * Creates the function that writes errors to the console when no other is given. Of equal errors, those
 * with the same code, it writes one in a minute, then how many there were: when a database is down,
 * every request fails.
 */
export function createConsoleReport({
  clock = idleClock,
  write = writeToConsole,
}: ConsoleReportOptions = {}): ReportError {
  const repetitions = new Map<string, number>()

  return (error, context) => {
    const own = kindOf(error)
    const kind = repetitions.size < maxKinds || repetitions.has(own) ? own : 'other errors'
    const count = repetitions.get(kind)
    if (count !== undefined) {
      repetitions.set(kind, count + 1)
      return
    }
    repetitions.set(kind, 0)
    const prefix = describe(context)
    write(...(prefix === '' ? [error] : [prefix, error]))
    startInterval(kind)
  }

  function startInterval(kind: string): void {
    clock.setTimer(() => {
      const count = repetitions.get(kind) ?? 0
      if (count === 0) {
        repetitions.delete(kind)
        return
      }
      repetitions.set(kind, 0)
      write(`${kind}: ${count} more in the last minute.`)
      startInterval(kind)
    }, intervalMs)
  }
}

/** Errors with a code are told apart by it, others by their message. */
function kindOf(error: unknown): string {
  if (isMudbrickError(error)) return `${error.name} ${error.code}`
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : typeof error
}

function describe({ requestId, route, method }: ErrorContext): string {
  const place = [method, route].filter((part) => part !== undefined).join(' ')
  if (requestId === undefined) return place
  return `${place === '' ? 'A request' : place} (request ${requestId}):`
}
