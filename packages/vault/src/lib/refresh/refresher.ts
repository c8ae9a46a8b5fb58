import { TimeoutError } from '@mudbrick/http'
import { sleep } from '@mudbrick/http/internal'
import { refreshGrant, SignInRequiredError } from '@mudbrick/ims'
import type { GrantContent } from '../grant-content.ts'
import type { GrantReader, HeldGrant } from '../grant-reader.ts'
import type { Lease } from '../grant-store.ts'
import type { Moment } from '../vault-clock.ts'
import type { VaultContext } from '../vault-context.ts'
import { VaultError } from '../vault-error.ts'
import { beginRefresh, isResting } from './refresh-outcome.ts'
import type { RefreshAnswer, RefreshAttempted, RefreshResults } from './refresh-results.ts'

/** What a refresher reads, and where its results go. */
export interface RefresherOptions {
  readonly grants: GrantReader
  readonly results: RefreshResults
}

/** Says for what a grant is refreshed. */
export interface RefreshOptions {
  /** Whether the new token is going to be used at once. */
  readonly isUsed: boolean
  /** Called when another process has the right to refresh, so that this one has to wait. */
  readonly onWait?: (() => void) | undefined
}

/** Refreshes grants, each once for all callers in all processes. */
export interface Refresher {
  /**
   * Replaces an access token of a grant, and returns the grant as it then is: with another token, in
   * need of a sign-in, revoked, or gone.
   *
   * @throws {@link VaultError} and whatever IMS failed with.
   */
  readonly refresh: (
    id: string,
    stale: string,
    options: RefreshOptions,
  ) => Promise<HeldGrant | undefined>
}

export function createRefresher(
  { ims, store, watch, random, leaseMs, emit, trace, background, signal }: VaultContext,
  { grants, results }: RefresherOptions,
): Refresher {
  const flights = new Map<string, Flight>()

  return {
    async refresh(id, stale, { isUsed, onWait }) {
      for (;;) {
        // One flight for all callers of this process.
        const flight = flights.get(id) ?? depart(id, stale, isUsed)
        if (onWait) void flight.waiting.then(onWait)
        const held = await flight.result
        if (isDone(held, stale)) return held
      }
    },
  }

  function depart(id: string, stale: string, isUsed: boolean): Flight {
    signal.throwIfAborted()
    const waiting = createSignal()
    const errand: Errand = { id, stale, isUsed, isInterrupted: false, unsent: undefined }
    const result = trace('vault.refresh', id, () => run(errand, waiting.give)).finally(() => {
      flights.delete(id)
    })
    const flight = { result, waiting: waiting.given }
    flights.set(id, flight)
    background.track(result)
    return flight
  }

  /** Waits for the right to refresh, and uses it, until this or another process has refreshed. */
  async function run(errand: Errand, noteWaiting: () => void): Promise<HeldGrant | undefined> {
    const { id, stale } = errand
    const began = watch.moment()
    let isWaiting = false
    try {
      for (;;) {
        const leasedAt = watch.moment()
        const lease = await store.lease(`grant:${id}`, leaseMs)
        if (lease) endWaiting()
        const held = lease ? await attempt(errand, { lease, leasedAt }) : await grants.reload(id)
        if (isDone(held, stale)) return held
        // Within this time a process that ended has lost the right, and the next one too.
        if (watch.since(began) > 2 * leaseMs) throw new VaultError('busy', { grantId: id })
        if (lease) continue
        isWaiting = true
        noteWaiting()
        await sleep(25 + 75 * random(), watch, signal)
      }
    } finally {
      endWaiting()
    }

    function endWaiting(): void {
      if (isWaiting) emit(id, { type: 'lease-waited', durationMs: watch.since(began) })
      isWaiting = false
    }
  }

  /** Returns the grant as it is afterwards; if it still has the stale token, it has to be tried again. */
  async function attempt(errand: Errand, right: Right): Promise<HeldGrant | undefined> {
    const { id } = errand
    try {
      const held = await grants.reload(id)
      if (!held || isDone(held, errand.stale)) return held
      const refreshToken = demandRefreshable(id, held.content)
      const own = await begin(errand, held, right)
      // A process that was stopped for half of the lease might not end within it, and does not start.
      if (!own || watch.since(right.leasedAt) > leaseMs / 2) return held
      errand.unsent = undefined
      return await send(errand, { id, own, lease: right.lease }, refreshToken, right)
    } finally {
      // As long as new tokens are not written, no process may ask for them again.
      if (!results.findUnsaved(id)) background.track(right.lease.release())
    }
  }

  function demandRefreshable(id: string, { refreshToken, trouble }: GrantContent): string {
    const failure = results.findFailure(id)
    if (failure) throw failure.error
    if (isResting(trouble, watch.now())) {
      const code = trouble?.isMisconfigured ? 'misconfigured' : 'ims_unavailable'
      throw new VaultError(code, { grantId: id })
    }
    if (refreshToken === undefined) throw new SignInRequiredError('no_session')
    return refreshToken
  }

  /** Notes durably that a request follows: if its answer is lost, the next process knows. */
  async function begin(
    errand: Errand,
    { version, content }: HeldGrant,
    { lease: { fence } }: Right,
  ): Promise<HeldGrant | undefined> {
    const { state } = content
    if (state.status === 'refreshing' && state.fence !== errand.unsent) errand.isInterrupted = true
    const startedAt = watch.now()
    const begun = beginRefresh(content, { fence, startedAt, overAt: startedAt + leaseMs })
    const own = await grants.write(errand.id, version, begun)
    if (own) errand.unsent = fence
    return own
  }

  async function send(
    { isUsed, isInterrupted }: Errand,
    attempted: RefreshAttempted,
    refreshToken: string,
    { leasedAt }: Right,
  ): Promise<HeldGrant | undefined> {
    const { scopes, subject } = attempted.own.content
    const sentAt = watch.moment()
    const restMs = leaseMs * 0.9 - watch.since(leasedAt)
    const deadlineMs = Math.min(leaseMs / 2, restMs, ims.timeoutMs ?? Infinity)
    // There is no await between the check of the lease and the request.
    const answer = refreshGrant({ ...ims, clock: watch.patient }, refreshToken, {
      scopes,
      subject,
      timeoutMs: 2 * leaseMs,
    })
    const answered = answer.then((grant) => ({
      grant,
      isUsed,
      durationMs: watch.since(sentAt),
    }))
    let inTime: RefreshAnswer | undefined
    try {
      inTime = await within(deadlineMs, answered)
    } catch (error) {
      return results.noteFailure(attempted, error, isInterrupted)
    }
    if (inTime) return results.keep(attempted, inTime)
    // No caller waits any longer, but the answer may still bring the only valid tokens.
    background.track(answered.then((late) => results.keep(attempted, late)))
    const request = { method: 'POST', url: ims.environment.tokenEndpoint }
    const option = deadlineMs === ims.timeoutMs ? 'timeoutMs' : 'leaseMs of the vault'
    const timeout = new TimeoutError(request, Math.round(deadlineMs), option)
    return results.noteFailure(attempted, timeout, isInterrupted)
  }

  /** Returns nothing when the time is over, which ends only the waiting. */
  function within<Result>(delayMs: number, work: Promise<Result>): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const stopTimer = watch.patient.setTimer(() => resolve(undefined), delayMs)
      void work.then(resolve, reject).finally(stopTimer)
    })
  }
}

interface Flight {
  readonly result: Promise<HeldGrant | undefined>
  /** Resolves when another process refreshes the grant. */
  readonly waiting: Promise<void>
}

/** What a flight is for, and what it has found. */
interface Errand {
  readonly id: string
  /** The access token that is to be replaced. */
  readonly stale: string
  readonly isUsed: boolean
  /** Whether an earlier attempt was started, and its end never noted. */
  isInterrupted: boolean
  /** The fence under which this flight noted an attempt that it then did not make. */
  unsent: number | undefined
}

interface Right {
  readonly lease: Lease
  /** The moment before it was asked for, so that it lasts at least as long as it seems. */
  readonly leasedAt: Moment
}

function isDone(held: HeldGrant | undefined, stale: string): boolean {
  if (!held) return true
  const { state, accessToken } = held.content
  return accessToken !== stale || state.status === 'sign-in-required' || state.status === 'revoked'
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: (() => void) | undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give?.() }
}
