import { sleep, TimeoutError } from '@mudbrick/http'
import { type ImsClient, refreshGrant, SignInRequiredError } from '@mudbrick/ims'
import type { BackgroundWork } from './background-work.ts'
import type { GrantContent } from './grant-content.ts'
import type { GrantReader, HeldGrant } from './grant-reader.ts'
import type { GrantStore, Lease } from './grant-store.ts'
import { beginRefresh, isResting } from './refresh-outcome.ts'
import type { RefreshAnswer, RefreshAttempted, RefreshResults } from './refresh-results.ts'
import type { Trace } from './tracing.ts'
import type { Moment, Watch } from './vault-clock.ts'
import { VaultError } from './vault-error.ts'
import type { EmitGrantEvent } from './vault-event.ts'

/** What refreshing works with. */
export interface RefresherOptions {
  readonly ims: ImsClient
  readonly store: GrantStore
  readonly reader: GrantReader
  readonly watch: Watch
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
  readonly leaseMs: number
  readonly emit: EmitGrantEvent
  readonly trace: Trace
  readonly results: RefreshResults
  readonly background: BackgroundWork
  /** Ends the waiting for other processes; what is not sent by then is not sent. */
  readonly signal: AbortSignal
}

/** Says for whom a grant is refreshed. */
export interface RefreshOptions {
  /** Whether somebody is going to use the new token at once. */
  readonly isUsed: boolean
  /** Is called when another process has the right to refresh, so that this one has to wait. */
  readonly onWait?: (() => void) | undefined
}

/** Refreshes grants, each once for all who ask, in this process and all others. */
export interface Refresher {
  /**
   * Sees to it that the access token of a grant is not this one any more, and gives the grant as it
   * then is: with another token, in need of a sign-in, revoked, or gone.
   *
   * @throws {@link VaultError} and whatever IMS failed with.
   */
  readonly refresh: (
    id: string,
    stale: string,
    options: RefreshOptions,
  ) => Promise<HeldGrant | undefined>
}

export function createRefresher({
  ims,
  store,
  reader,
  watch,
  random,
  leaseMs,
  emit,
  trace,
  results,
  background,
  signal,
}: RefresherOptions): Refresher {
  const flights = new Map<string, Flight>()

  return {
    async refresh(id, stale, { isUsed, onWait }) {
      for (;;) {
        // One at a time, for all who ask.
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
    background.attend(result)
    return flight
  }

  /** Waits for the right to refresh, and uses it, until somebody has refreshed. */
  async function run(errand: Errand, noteWaiting: () => void): Promise<HeldGrant | undefined> {
    const { id, stale } = errand
    const began = watch.moment()
    let isWaiting = false
    try {
      for (;;) {
        const leasedAt = watch.moment()
        const lease = await store.lease(`grant:${id}`, leaseMs)
        if (lease) endWaiting()
        const held = lease ? await attempt(errand, { lease, leasedAt }) : await reader.reload(id)
        if (isDone(held, stale)) return held
        // Within this time whoever has disappeared has lost the right, and the next one too.
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

  /** Gives the grant as it is afterwards; with the stale token still, it is to be tried again. */
  async function attempt(errand: Errand, right: Right): Promise<HeldGrant | undefined> {
    const { id } = errand
    try {
      const held = await reader.reload(id)
      if (!held || isDone(held, errand.stale)) return held
      const refreshToken = demandRefreshable(id, held.content)
      const own = await begin(errand, held, right)
      // Whoever stood still for half of the time is not sure to end within it, and does not begin.
      if (!own || watch.since(right.leasedAt) > leaseMs / 2) return held
      errand.unsent = undefined
      return await send(errand, { id, own, lease: right.lease }, refreshToken, right)
    } finally {
      // Until what IMS gave is written, nobody is to ask for it again.
      if (!results.findUnsaved(id)) background.attend(right.lease.release())
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

  /** Notes durably that a request follows: should its answer be lost, whoever comes next knows. */
  async function begin(
    errand: Errand,
    { version, content }: HeldGrant,
    { lease: { fence } }: Right,
  ): Promise<HeldGrant | undefined> {
    const { state } = content
    if (state.status === 'refreshing' && state.fence !== errand.unsent) errand.isInterrupted = true
    const startedAt = watch.now()
    const begun = beginRefresh(content, { fence, startedAt, overAt: startedAt + leaseMs })
    const own = await reader.write(errand.id, version, begun)
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
    // From the check of the lease to the request nothing is waited for.
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
    // Nobody waits any longer; but the tokens that it may bring yet are the only ones.
    background.attend(answered.then((late) => results.keep(attempted, late)))
    const request = { method: 'POST', url: ims.environment.tokenEndpoint }
    const timeout = new TimeoutError(request, Math.round(deadlineMs))
    return results.noteFailure(attempted, timeout, isInterrupted)
  }

  /** Gives nothing when the time is over, which ends the waiting and nothing else. */
  function within<Result>(delayMs: number, work: Promise<Result>): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const stopTimer = watch.patient.setTimer(() => resolve(undefined), delayMs)
      void work.then(resolve, reject).finally(stopTimer)
    })
  }
}

interface Flight {
  readonly result: Promise<HeldGrant | undefined>
  /** Resolves when another process is at it. */
  readonly waiting: Promise<void>
}

/** What a flight is for, and what it has met. */
interface Errand {
  readonly id: string
  /** The access token that is to be replaced. */
  readonly stale: string
  readonly isUsed: boolean
  /** Whether somebody had begun and not ended. */
  isInterrupted: boolean
  /** The fence under which this flight noted an attempt that it did not make. */
  unsent: number | undefined
}

interface Right {
  readonly lease: Lease
  /** Before it was asked for, so that it lasts longer than it seems. */
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
