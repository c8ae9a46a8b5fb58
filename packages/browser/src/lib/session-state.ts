import { SignInRequiredError, type UserProfile } from '@mudbrick/ims'
import { createCountdown } from './countdown.ts'
import type { SessionCore } from './session-core.ts'
import { parseSessionRecord, type SessionRecord } from './session-record.ts'
import type { SessionSnapshot } from './session-snapshot.ts'

// Timers stand still in a frozen page, and overflow after 24 days: wake often and ask the clocks.
const longestWaitMs = 60_000
// A renewal is begun this long before the end, and earlier than a fifth of the lifetime never.
const longestRenewalMs = 300_000

/** Takes what storage holds, if another page has written it. */
export function restoreSession(core: SessionCore): void {
  const stored = parseSessionRecord(core.storage.getItem(sessionKeyOf(core)))
  if (stored?.generation !== core.record?.generation) takeRecord(core, stored)
}

/** Holds this record from now on, or none, which ends the session. */
export function holdRecord(
  core: SessionCore,
  record: SessionRecord | undefined,
  generation: number,
): void {
  core.generation = generation
  if (record) {
    keepRecord(core, record)
  } else {
    core.storage.removeItem(sessionKeyOf(core))
    core.ending.abort(new SignInRequiredError('no_session'))
    core.ending = new AbortController()
  }
  core.transition = undefined
  takeRecord(core, record)
}

/** Returns the access token if that long is left of it. */
export function getUsableToken(core: SessionCore, minimumTtlMs = 0): string | undefined {
  const leftMs = core.countdown()
  if (leftMs <= 0) checkExpiry(core)
  return leftMs > 0 && leftMs >= minimumTtlMs ? core.record?.accessToken : undefined
}

/** Shows that something is under way; `undefined` when it is over. */
export function setTransition(core: SessionCore, transition: SessionCore['transition']): void {
  core.transition = transition
  publishSnapshot(core)
}

/** Ends what was shown as under way, unless something else is by now. */
export function endTransition(core: SessionCore, transition: SessionCore['transition']): void {
  if (core.transition === transition) setTransition(core, undefined)
}

/** Adds what is known about the user of a sign-in, unless another has followed. */
export function setProfile(core: SessionCore, state: string, profile: UserProfile): void {
  if (core.record?.state !== state) return
  keepRecord(core, { ...core.record, profile })
  publishSnapshot(core)
}

/** Lets go of the access token, and remembers whose it was. */
export function expireSession(core: SessionCore): void {
  if (core.record?.accessToken === undefined) return
  keepRecord(core, { ...core.record, accessToken: undefined })
  publishSnapshot(core)
}

/** Expires the session if its time is up, has it renewed before, and looks again later. */
export function checkExpiry(core: SessionCore): void {
  core.stopTimer()
  const { record } = core
  if (record?.accessToken === undefined) return

  const leftMs = core.countdown()
  if (leftMs <= 0 && !isRenewable(core)) return expireSession(core)
  publishSnapshot(core)
  const dueInMs = leftMs - renewalMsOf(record)
  if (dueInMs > 0 || !isRenewable(core)) {
    wait(core, Math.min(dueInMs > 0 ? dueInMs : leftMs, longestWaitMs), checkExpiry)
  } else {
    wait(core, 0, renewUntilDone)
  }
}

/** Stops looking at the clock. */
export function stopCheckingExpiry(core: SessionCore): void {
  core.isClosed = true
  core.stopTimer()
}

/** Only timers begin it: a frozen page hears messages, and would sit on the lock. */
function renewUntilDone(core: SessionCore): void {
  wait(core, longestWaitMs, renewUntilDone)
  publishSnapshot(core)
  core.renewWhenDue()
}

function wait(core: SessionCore, delayMs: number, callback: (core: SessionCore) => void): void {
  if (core.isClosed) return
  core.stopTimer = core.ims.clock.setTimer(() => callback(core), delayMs)
}

function isRenewable({ options, record }: SessionCore): boolean {
  return options.renewSilently !== undefined || record?.refreshToken !== undefined
}

function keepRecord(core: SessionCore, record: SessionRecord): void {
  core.record = record
  const { refreshToken } = record
  const kept = {
    ...record,
    refreshToken: core.options.persistRefreshToken ? refreshToken : undefined,
  }
  core.storage.setItem(sessionKeyOf(core), JSON.stringify(kept))
}

function takeRecord(core: SessionCore, record: SessionRecord | undefined): void {
  core.record = record
  core.generation = Math.max(core.generation, record?.generation ?? 0)
  core.countdown = record ? createCountdown(record, core.ims.clock, core.page) : () => 0
  checkExpiry(core)
  publishSnapshot(core)
}

function publishSnapshot(core: SessionCore): void {
  const { transition: status } = core
  core.snapshots.publish(status ? { status } : createSnapshot(core))
}

function createSnapshot(core: SessionCore): SessionSnapshot {
  const { record } = core
  if (!record) return { status: 'signed-out' }
  const { accessToken, subject, profile, scopes, receivedAt, expiresAt } = record
  if (accessToken === undefined) return { status: 'expired', profile }
  // A token that can be renewed has ended only where its renewal goes on failing, as offline.
  const isExpiring = core.countdown() <= (isRenewable(core) ? 0 : renewalMsOf(record))
  const userId = subject ?? profile?.userId
  return { status: 'signed-in', userId, profile, scopes, receivedAt, expiresAt, isExpiring }
}

/** How long before its end a token is renewed, or said to be expiring. */
function renewalMsOf({ receivedAt, expiresAt }: SessionRecord): number {
  return Math.min(longestRenewalMs, (expiresAt - receivedAt) / 5)
}

function sessionKeyOf({ key }: SessionCore): string {
  return `${key}:session`
}
