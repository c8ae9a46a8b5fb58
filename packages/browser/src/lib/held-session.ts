import { type Clock, SignInRequiredError, type UserProfile } from '@mudbrick/ims'
import { type Countdown, createCountdown } from './countdown.ts'
import type { KeyValueStorage } from './key-value-storage.ts'
import type { Page } from './page.ts'
import { parseSessionRecord, type SessionRecord } from './session-record.ts'
import type { SessionSnapshot } from './session-snapshot.ts'
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts'

// Timers stand still in a frozen page, and overflow after 24 days: wake often and ask the clocks.
const longestWaitMs = 60_000

export interface HeldSessionOptions {
  readonly key: string
  readonly storage: KeyValueStorage
  readonly clock: Clock
  readonly page: Pick<Page, 'monotonicNow'>
}

/** The session of this page: in memory, in storage, and as a snapshot for whoever watches. */
export class HeldSession {
  readonly snapshots: SnapshotStore = createSnapshotStore({ status: 'restoring' })
  readonly #options: HeldSessionOptions
  #record: SessionRecord | undefined
  #countdown: Countdown = () => 0
  #stopTimer = (): void => {}
  #isSigningIn = false
  #ending = new AbortController()

  constructor(options: HeldSessionOptions) {
    this.#options = options
    this.restore()
  }

  get record(): SessionRecord | undefined {
    return this.#record
  }

  /** Aborts at the sign-out, after which nothing that is still under way may sign in again. */
  get ending(): AbortSignal {
    return this.#ending.signal
  }

  /** Takes what storage holds, which another page may have written. */
  restore(): void {
    const { key, storage } = this.#options
    this.#hold(parseSessionRecord(storage.getItem(key)))
  }

  /** Takes a session that has just begun. */
  adopt(record: SessionRecord): void {
    this.#store(record)
    this.#hold(record)
  }

  /** Gives the access token if that long is left of it. */
  getAccessToken(minimumTtlMs = 0): string | undefined {
    const leftMs = this.#countdown()
    if (leftMs <= 0) this.expire()
    return leftMs < minimumTtlMs ? undefined : this.#record?.accessToken
  }

  setSigningIn(isSigningIn: boolean): void {
    this.#isSigningIn = isSigningIn
    this.#publish()
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

  /** Expires the session if its time is up, else looks again later. */
  checkExpiry(): void {
    this.#stopTimer()
    if (this.getAccessToken() === undefined) return
    const waitMs = Math.min(this.#countdown(), longestWaitMs)
    this.#stopTimer = this.#options.clock.setTimer(() => this.checkExpiry(), waitMs)
  }

  clear(): void {
    const { key, storage } = this.#options
    storage.removeItem(key)
    this.#ending.abort(new SignInRequiredError('no_session'))
    this.#ending = new AbortController()
    this.#hold(undefined)
  }

  #store(record: SessionRecord): void {
    const { key, storage } = this.#options
    this.#record = record
    storage.setItem(key, JSON.stringify(record))
  }

  #hold(record: SessionRecord | undefined): void {
    const { clock, page } = this.#options
    this.#record = record
    this.#countdown = record ? createCountdown(record, clock, page) : () => 0
    this.#isSigningIn = false
    this.checkExpiry()
    this.#publish()
  }

  #publish(): void {
    this.snapshots.publish(
      this.#isSigningIn ? { status: 'signing-in' } : createSnapshot(this.#record),
    )
  }
}

function createSnapshot(record: SessionRecord | undefined): SessionSnapshot {
  if (!record) return { status: 'signed-out' }
  const { accessToken, profile, scopes, receivedAt, expiresAt } = record
  if (accessToken === undefined) return { status: 'expired', profile }
  return { status: 'signed-in', profile, scopes, receivedAt, expiresAt }
}
