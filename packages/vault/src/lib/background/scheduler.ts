import { ConfigurationError, isMudbrickError, retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs, checkOptions, sleep } from '@mudbrick/http/internal'
import { classifyTokenFailure } from '@mudbrick/ims'
import type { VaultContext } from '../vault-context.ts'
import { failureCodeOf } from '../vault-event.ts'
import { createBackOffs } from './back-offs.ts'
import { forEachConcurrently } from './for-each-concurrently.ts'
import { createHeldLease } from './held-lease.ts'
import { createRateLimit } from './rate-limit.ts'

/** Says how the background work of a vault is done. */
export interface SchedulerOptions {
  /** How often it looks for due grants, in milliseconds. 1,000 by default. */
  readonly pollMs?: number | undefined
  /** How many grants it works on at a time. 8 by default. */
  readonly concurrency?: number | undefined
  /** How many requests it sends to IMS per second, all processes of a client id together. 20 by default. */
  readonly ratePerSecond?: number | undefined
}

type SchedulerContext = Pick<VaultContext, 'store' | 'watch' | 'random'> & {
  readonly ims: Pick<VaultContext['ims'], 'clientId'>
}

/** What the scheduler does with due grants. */
export interface CreateSchedulerOptions {
  /** Refreshes a due grant, or removes it, so that it is no longer due. */
  readonly refresh: (id: string, options: { readonly signal: AbortSignal }) => Promise<unknown>
  /** Tells IMS of a revoked grant; returns what IMS failed with. */
  readonly settle: (id: string, options: { readonly signal: AbortSignal }) => Promise<unknown>
  readonly emitWorkFailed: (code: string) => void
  readonly options?: SchedulerOptions | undefined
}

/** Works on due grants in the background. */
export interface Scheduler {
  /** Starts, if it has not started yet. */
  readonly start: () => void
  /** Ends, so that another process can take over at once. */
  readonly stop: () => Promise<void>
}

const leaseMs = 30_000
const pageSize = 200
/** More failures in a row concern IMS or the store, not single grants. */
const toleratedFailures = 3
const longestRestMs = 60_000
const longestRetryAfterMs = 600_000
/** A revocation sends a refresh token and an access token. */
const revocationCost = 2

/**
 * Creates a scheduler, which refreshes grants before callers have to wait for it, and tells IMS of
 * revocations. Of all processes one does so at a time, so that one rate limit holds for a client id.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function createScheduler(
  { ims: { clientId }, store, watch: clock, random }: SchedulerContext,
  { refresh, settle, emitWorkFailed, options = {} }: CreateSchedulerOptions,
): Scheduler {
  const { pollMs, concurrency, ratePerSecond } = validateOptions(options)
  const rateLimit = createRateLimit({ clock, ratePerSecond })
  const lease = createHeldLease({ store, clock, name: `work:${clientId}`, ttlMs: leaseMs })
  // A grant that cannot be opened stays due: it is not tried at every turn.
  const backOffs = createBackOffs({ clock, random })
  let failuresInARow = 0
  let restsUntil = -Infinity
  let running: { readonly ended: Promise<void>; readonly stop: () => void } | undefined

  return {
    start() {
      if (running) return
      const controller = new AbortController()
      running = { ended: run(controller.signal), stop: () => controller.abort() }
    },
    async stop() {
      const ending = running
      running = undefined
      ending?.stop()
      await ending?.ended
    },
  }

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0
    let delayMs = pollMs * random()
    while (await hasSlept(delayMs, signal)) {
      const startedAt = clock.elapsed()
      try {
        const isAtWork = await doWhatIsDue(signal)
        const tookMs = clock.elapsed() - startedAt
        // A process without the lease looks seldom; one with much work rests as long as it works.
        delayMs = Math.max(pollMs, isAtWork ? tookMs : leaseMs / 3) * (0.5 + random())
        failures = 0
      } catch (error) {
        if (signal.aborted) break
        failures += 1
        delayMs = Math.min(calculateBackOffMs(failures, random), longestRestMs)
        emitWorkFailed(failureCodeOf(error))
      }
    }
    // If the store is unavailable, the lease expires.
    await lease.giveBack().catch(() => {})
  }

  /** Tells whether it slept to the end. */
  function hasSlept(delayMs: number, signal: AbortSignal): Promise<boolean> {
    return sleep(delayMs, clock, signal).then(
      () => true,
      () => false,
    )
  }

  /** Tells whether this process has the lease. */
  async function doWhatIsDue(signal: AbortSignal): Promise<boolean> {
    const dueBefore = clock.now()
    let after: string | undefined
    while (await lease.hold()) {
      if (isResting()) return true
      const { ids, next } = await store.scan({ clientId, dueBefore }, { after, limit: pageSize })
      await forEachConcurrently(ids, concurrency, (id) => workOn(id, signal))
      if (next === undefined) return true
      after = next
    }
    return false
  }

  async function workOn(id: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (isResting() || backOffs.isResting(id)) return
    const record = await store.read(id)
    if (!record) return
    const { isRevocationPending } = record
    await rateLimit.take(isRevocationPending ? revocationCost : 1, signal)
    // The rate limit may have taken long.
    if (isResting() || !(await lease.hold())) return
    const error = await attempt(id, isRevocationPending, signal)
    signal.throwIfAborted()
    learn(id, error)
  }

  /** Returns what it failed with. */
  async function attempt(
    id: string,
    isRevocationPending: boolean,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      if (isRevocationPending) return await settle(id, { signal })
      await refresh(id, { signal })
      return undefined
    } catch (error) {
      return error
    }
  }

  /** A failure may concern this grant alone, or IMS and the store. */
  function learn(id: string, error: unknown): void {
    if (error === undefined) {
      failuresInARow = 0
      backOffs.noteSuccess(id)
      return
    }
    backOffs.noteFailure(id)
    if (!isMudbrickError(error)) emitWorkFailed(failureCodeOf(error))
    else if (error.retryable || classifyTokenFailure(error) === 'misconfigured') rest(error)
  }

  function rest(error: object): void {
    failuresInARow += 1
    const excess = failuresInARow - toleratedFailures
    const restMs = excess > 0 ? Math.min(calculateBackOffMs(excess, random), longestRestMs) : 0
    const retryAfterMs = Math.min(retryAfterMsOf(error) ?? 0, longestRetryAfterMs)
    restsUntil = Math.max(restsUntil, clock.elapsed() + Math.max(restMs, retryAfterMs))
  }

  function isResting(): boolean {
    return clock.elapsed() < restsUntil
  }
}

function validateOptions(options: SchedulerOptions): {
  readonly [Name in keyof SchedulerOptions]-?: number
} {
  checkOptions('scheduler', options, { pollMs: true, concurrency: true, ratePerSecond: true })
  const { pollMs = 1_000, concurrency = 8, ratePerSecond = 20 } = options
  const values = { pollMs, concurrency, ratePerSecond }
  for (const [name, value] of Object.entries(values)) {
    if (value > 0 && Number.isFinite(value)) continue
    const option = `scheduler.${name}`
    const message = `${option} is ${value}, which is not a number above zero: give one, or leave it out.`
    throw new ConfigurationError('invalid_option', option, message)
  }
  return values
}
