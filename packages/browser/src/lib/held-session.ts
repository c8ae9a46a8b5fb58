import { type Clock, SignInRequiredError, type UserProfile } from '@mudbrick/ims'
import { type Countdown, createCountdown } from './countdown.ts'
import type { KeyValueStorage } from './key-value-storage.ts'
import type { Page } from './page.ts'
import { parseSessionRecord, type SessionRecord } from './session-record.ts'
import type { SessionSnapshot } from './session-snapshot.ts'
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts'

// Timers stand still in a frozen page, and overflow after 24 days: wake often and ask the clocks.
const longestWaitMs = 60_000
// A renewal is begun this long before the end, and earlier than a fifth of the lifetime never.
const longestRenewalMs = 300_000

export interface HeldSessionOptions {
  readonly key: string
  readonly storage: KeyValueStorage
  readonly keepsRefreshToken: boolean
  /** Whether a token can be had without a refresh token and without the user. */
  readonly isSilentlyRenewable: boolean
  readonly clock: Clock
  readonly page: Pick<Page, 'monotonicNow'>
  /** Called when the token is about to end and can be renewed, and again until it has been. */
  readonly onDue: () => void
}

/** The session of this page: in memory, in storage, and as a snapshot for whoever watches. */
export class HeldSession {
  readonly snapshots: SnapshotStore = createSnapshotStore({ status: 'restoring' })
  readonly #options: HeldSessionOptions
  #record: SessionRecord | undefined
  #generation = 0
  #countdown: Countdown = () => 0
  #stopTimer = (): void => {}
  #transition: 'restoring' | 'signing-in' | undefined = 'restoring'
  #ending = new AbortController()
  #isClosed = false

  constructor(options: HeldSessionOptions) {
    this.#options = options
  }

  get record(): SessionRecord | undefined {
    return this.#record
  }

  /** The latest change of the session that this page knows of. */
  get generation(): number {
    return this.#generation
  }

  /** Aborts at the sign-out, after which nothing that is still under way may sign in again. */
  get ending(): AbortSignal {
    return this.#ending.signal
  }

  /** Takes what storage holds, if another page has written it. */
  restore(): void {
    const { key, storage } = this.#options
    const stored = parseSessionRecord(storage.getItem(key))
    if (stored?.generation !== this.#record?.generation) this.#take(stored)
  }

  /** Holds this record from now on, or none, which ends the session. */
  hold(record: SessionRecord | undefined, generation: number): void {
    const { key, storage } = this.#options
    this.#generation = generation
    if (record) {
      this.#store(record)
    } else {
      storage.removeItem(key)
      this.#ending.abort(new SignInRequiredError('no_session'))
      this.#ending = new AbortController()
    }
    this.#transition = undefined
    this.#take(record)
  }

  /** Gives the access token if that long is left of it. */
  getAccessToken(minimumTtlMs = 0): string | undefined {
    const leftMs = this.#countdown()
    if (leftMs <= 0) this.checkExpiry()
    return leftMs > 0 && leftMs >= minimumTtlMs ? this.#record?.accessToken : undefined
  }

  /** Shows that something is under way; `undefined` when it is over. */
  setTransition(transition: 'restoring' | 'signing-in' | undefined): void {
    this.#transition = transition
    this.#publish()
  }

  /** Ends what was shown as under way, unless something else is by now. */
  endTransition(transition: 'restoring' | 'signing-in'): void {
    if (this.#transition === transition) this.setTransition(undefined)
  }

  /** Adds what is known about the user of a sign-in, unless another has followed. */
  setProfile(state: string, profile: UserProfile): void {
    if (this.#record?.state !== state) return
    this.#store({ ...this.#record, profile })
    this.#publish()
  }

  /** Lets go of the access token, and remembers whose it was. */
  expire(): void {
    if (this.#record?.accessToken === undefined) return
    this.#store({ ...this.#record, accessToken: undefined })
    this.#publish()
  }

  /** Expires the session if its time is up, has it renewed before, and looks again later. */
  checkExpiry(): void {
    this.#stopTimer()
    const record = this.#record
    if (record?.accessToken === undefined) return

    const leftMs = this.#countdown()
    if (leftMs <= 0 && !this.#isRenewable()) return this.expire()
    this.#publish()
    const dueInMs = leftMs - renewalMsOf(record)
    if (dueInMs > 0 || !this.#isRenewable()) {
      const nextMs = dueInMs > 0 ? dueInMs : leftMs
      this.#wait(Math.min(nextMs, longestWaitMs), () => this.checkExpiry())
    } else {
      this.#wait(0, this.#renewUntilDone)
    }
  }

  /** Stops looking at the clock. */
  close(): void {
    this.#isClosed = true
    this.#stopTimer()
  }

  /** Only timers begin it: a frozen page hears messages, and would sit on the lock. */
  readonly #renewUntilDone = (): void => {
    this.#wait(longestWaitMs, this.#renewUntilDone)
    this.#options.onDue()
  }

  #wait(delayMs: number, callback: () => void): void {
    if (this.#isClosed) return
    this.#stopTimer = this.#options.clock.setTimer(callback, delayMs)
  }

  #isRenewable(): boolean {
    return this.#options.isSilentlyRenewable || this.#record?.refreshToken !== undefined
  }

  #store(record: SessionRecord): void {
    const { key, storage, keepsRefreshToken } = this.#options
    this.#record = record
    const kept = keepsRefreshToken ? record : { ...record, refreshToken: undefined }
    storage.setItem(key, JSON.stringify(kept))
  }

  #take(record: SessionRecord | undefined): void {
    const { clock, page } = this.#options
    this.#record = record
    this.#generation = Math.max(this.#generation, record?.generation ?? 0)
    this.#countdown = record ? createCountdown(record, clock, page) : () => 0
    this.checkExpiry()
    this.#publish()
  }

  #publish(): void {
    const status = this.#transition
    this.snapshots.publish(status ? { status } : this.#createSnapshot())
  }

  #createSnapshot(): SessionSnapshot {
    const record = this.#record
    if (!record) return { status: 'signed-out' }
    const { accessToken, subject, profile, scopes, receivedAt, expiresAt } = record
    if (accessToken === undefined) return { status: 'expired', profile }
    const isExpiring = !this.#isRenewable() && this.#countdown() <= renewalMsOf(record)
    const userId = subject ?? profile?.userId
    return { status: 'signed-in', userId, profile, scopes, receivedAt, expiresAt, isExpiring }
  }
}

/** How long before its end a token is renewed, or said to be expiring. */
function renewalMsOf({ receivedAt, expiresAt }: SessionRecord): number {
  return Math.min(longestRenewalMs, (expiresAt - receivedAt) / 5)
}
