import { calculateBackOffMs, ConfigurationError, isMudbrickError, sleep } from '@mudbrick/http'
import { classifyTokenFailure } from '@mudbrick/ims'
import type { GrantStore } from '../grant-store.ts'
import { retryAfterMsOf } from '../retry-after-of.ts'
import type { VaultClock } from '../vault-clock.ts'
import { failureCodeOf } from '../vault-event.ts'
import { createBackOffs } from './back-offs.ts'
import { forEachConcurrently } from './for-each-concurrently.ts'
import { createHeldLease } from './held-lease.ts'
import { createRateLimit } from './rate-limit.ts'

/** Says how the background work of a vault is done. */
export interface SchedulerOptions {
  /** How often it looks for what is due, in milliseconds; 1,000 unless told. */
  readonly pollMs?: number | undefined
  /** How many grants it works on at a time; 8 unless told. */
  readonly concurrency?: number | undefined
  /** How many requests it sends to IMS per second, all processes of a client id together; 20 unless told. */
  readonly ratePerSecond?: number | undefined
}

/** What the scheduler works with. */
export interface CreateSchedulerOptions {
  readonly store: GrantStore
  readonly clock: VaultClock
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
  /** The right to do this work, which one process has at a time. */
  readonly leaseName: string
  /** Refreshes a grant that is due, and sees to it that it is due no longer. */
  readonly refresh: (id: string, options: { readonly signal: AbortSignal }) => Promise<unknown>
  /** Tells IMS of a grant that was revoked; gives what IMS failed with. */
  readonly settle: (id: string, options: { readonly signal: AbortSignal }) => Promise<unknown>
  readonly emitWorkFailed: (code: string) => void
  readonly options?: SchedulerOptions | undefined
}

/** Does what is due, in the background. */
export interface Scheduler {
  /** Begins, unless it has begun. */
  readonly start: () => void
  /** Ends, and lets another process go on at once. */
  readonly stop: () => Promise<void>
}

const leaseMs = 30_000
const pageSize = 200
/** More failures in a row than these are no longer about single grants. */
const toleratedFailures = 3
const longestRestMs = 60_000
const longestRetryAfterMs = 600_000
/** A revocation ends a refresh token and an access token. */
const revocationCost = 2

/**
 * Creates what refreshes grants before somebody has to wait for it, and tells IMS of revocations. Of
 * all processes one does so at a time, so that one rate limit holds for a client id.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function createScheduler({
  store,
  clock,
  random,
  leaseName,
  refresh,
  settle,
  emitWorkFailed,
  options = {},
}: CreateSchedulerOptions): Scheduler {
  const { pollMs, concurrency, ratePerSecond } = validateOptions(options)
  const rateLimit = createRateLimit({ clock, ratePerSecond })
  const lease = createHeldLease({ store, clock, name: leaseName, ttlMs: leaseMs })
  // A grant that stays due, as one that cannot be opened does, waits its turn nevertheless.
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
        // Who waits for the right looks seldom; who has much to do rests as long as it works.
        delayMs = Math.max(pollMs, isAtWork ? tookMs : leaseMs / 3) * (0.5 + random())
        failures = 0
      } catch (error) {
        if (signal.aborted) break
        failures += 1
        delayMs = Math.min(calculateBackOffMs(failures, random), longestRestMs)
        emitWorkFailed(failureCodeOf(error))
      }
    }
    // A store that is out of reach lets the right end by itself.
    await lease.giveBack().catch(() => {})
  }

  /** Tells whether it slept to the end. */
  function hasSlept(delayMs: number, signal: AbortSignal): Promise<boolean> {
    return sleep(delayMs, clock, signal).then(
      () => true,
      () => false,
    )
  }

  /** Tells whether it was this process's to do. */
  async function doWhatIsDue(signal: AbortSignal): Promise<boolean> {
    const dueBefore = clock.now()
    let after: string | undefined
    while (await lease.hold()) {
      if (isResting()) return true
      const { ids, next } = await store.scan({ dueBefore }, { after, limit: pageSize })
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
    // It may have waited for long.
    if (isResting() || !(await lease.hold())) return
    const error = await attempt(id, isRevocationPending, signal)
    signal.throwIfAborted()
    learn(id, error)
  }

  /** Gives what it failed with. */
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

  /** How it went may say something about this grant alone, or about IMS and the store. */
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

function validateOptions({
  pollMs = 1_000,
  concurrency = 8,
  ratePerSecond = 20,
}: SchedulerOptions): { readonly [Name in keyof SchedulerOptions]-?: number } {
  const values = { pollMs, concurrency, ratePerSecond }
  for (const [name, value] of Object.entries(values)) {
    if (value > 0 && Number.isFinite(value)) continue
    const option = `scheduler.${name}`
    const message = `${option} is ${value}, which is no number above zero: give one, or leave it out.`
    throw new ConfigurationError('invalid_option', option, message)
  }
  return values
}
