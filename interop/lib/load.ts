import { setTimeout as pause } from 'node:timers/promises'

/** A call, and why its response is not the one that is wanted, if so. */
export type Call = () => Promise<CallResult>

export interface CallResult {
  readonly answeredBy: string
  readonly failure?: string | undefined
  /** Whether it was a 503 that is allowed. */
  readonly isUnavailable?: boolean | undefined
}

export interface LoadReport {
  readonly calls: number
  readonly unavailable: number
  /** The first 20. */
  readonly failures: readonly string[]
  readonly failureCount: number
  /** A line for each second: calls, 503s, failures, and which process has answered how often. */
  readonly lines: readonly string[]
}

interface Second {
  calls: number
  unavailable: number
  failures: number
  readonly answeredBy: Map<string, number>
}

/** Calls again and again, each of these one after the other, until it is stopped. */
export function startLoad(
  connections: readonly Call[],
  pauseMs = 5,
): { readonly stop: () => Promise<LoadReport> } {
  const startedAt = performance.now()
  const seconds: Second[] = []
  const failures: string[] = []
  const state = { isStopped: false }

  const note = ({ answeredBy, failure, isUnavailable = false }: CallResult): void => {
    const index = Math.floor((performance.now() - startedAt) / 1000)
    while (seconds.length <= index) {
      seconds.push({ calls: 0, unavailable: 0, failures: 0, answeredBy: new Map() })
    }
    const second = seconds[index]
    if (second === undefined) return
    second.calls += 1
    second.answeredBy.set(answeredBy, (second.answeredBy.get(answeredBy) ?? 0) + 1)
    if (isUnavailable) second.unavailable += 1
    if (failure === undefined) return
    second.failures += 1
    failures.push(`second ${index}: ${failure}`)
  }

  const work = connections.map(async (call) => {
    while (!state.isStopped) {
      // oxlint-disable-next-line no-await-in-loop -- one connection sends one call at a time
      note(await call().catch(toFailure))
      // oxlint-disable-next-line no-await-in-loop
      await pause(pauseMs)
    }
  })

  return {
    async stop() {
      state.isStopped = true
      await Promise.all(work)
      return {
        calls: sum(seconds, ({ calls }) => calls),
        unavailable: sum(seconds, ({ unavailable }) => unavailable),
        failures: failures.slice(0, 20),
        failureCount: failures.length,
        lines: seconds.map(describeSecond),
      }
    },
  }
}

function toFailure(error: unknown): CallResult {
  return { answeredBy: '-', failure: String(error) }
}

function sum(seconds: readonly Second[], count: (second: Second) => number): number {
  return seconds.reduce((total, second) => total + count(second), 0)
}

function describeSecond(second: Second, index: number): string {
  const { calls, unavailable, failures } = second
  const answers = [...second.answeredBy].toSorted(([one], [other]) => one.localeCompare(other))
  const by = answers.map(([address, count]) => `${address} ${count}`).join(', ')
  return `${index} s: calls ${calls}, 503 ${unavailable}, failed ${failures}; by ${by}`
}
