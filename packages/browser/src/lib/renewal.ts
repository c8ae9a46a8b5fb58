import { isMudbrickError, type MudbrickError, retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs, sleep } from '@mudbrick/http/internal'
import {
  classifyTokenFailure,
  type ImsClient,
  type ImsGrant,
  refreshGrant,
  SignInRequiredError,
  validateSubject,
} from '@mudbrick/ims'
import type { HeldSession } from './held-session.ts'
import type { Page } from './page.ts'
import type { SessionRecord } from './session-record.ts'
import type { SiblingTabs } from './sibling-tabs.ts'

const maxAttempts = 3
// All attempts together stay below the time after which another tab takes the lock away.
const attemptTimeoutMs = 10_000
const longestDelayMs = 5_000
// Other processes may read a written counter a moment after they were given the lock.
const lingerMs = 100

/** Gets tokens from IMS without showing anything to the user; `renewInIframe` is one. */
export type SilentRenewal = (ims: ImsClient, options: SilentRenewalOptions) => Promise<ImsGrant>

/** Says how to renew silently. */
export interface SilentRenewalOptions {
  /** Abandons the renewal; its reason is what it rejects with. */
  readonly signal: AbortSignal
}

export interface RenewalOptions {
  readonly key: string
  readonly ims: ImsClient
  readonly page: Pick<Page, 'runExclusively'>
  readonly held: HeldSession
  readonly siblings: SiblingTabs
  readonly renewSilently: SilentRenewal | undefined
}

/**
 * Creates what renews the session: once for all who ask at a time, in this tab and in the others.
 * Resolves when the page holds another access token than before.
 */
export function createRenewal({
  key,
  ims,
  page,
  held,
  siblings,
  renewSilently,
}: RenewalOptions): () => Promise<void> {
  let renewing: Promise<void> | undefined

  return function renew() {
    renewing ??= renewAlone()
      .catch(expire)
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  /** Where only the user can help, or the cause is unknown, a token whose time is up has ended for good. */
  function expire(error: unknown): never {
    const isOver = !isMudbrickError(error) || error.needsInteraction
    if (isOver && held.getAccessToken() === undefined) held.expire()
    throw error
  }

  function renewAlone(): Promise<void> {
    const unwanted = held.record?.accessToken
    const hasAnother = (): boolean => {
      const token = held.getAccessToken()
      return token !== undefined && token !== unwanted
    }
    return new Promise((resolve, reject) => {
      // Another tab that renews tells the token before it lets go of the lock; and a page that waits for
      // nothing must not be given the lock, since it may be frozen by then.
      const served = new AbortController()
      const stop = held.snapshots.subscribe(() => {
        if (!hasAnother()) return
        resolve()
        served.abort()
      })
      const task = async (): Promise<void> => {
        await siblings.catchUp()
        if (hasAnother()) return resolve()
        await renewHeld()
        resolve()
        await sleep(lingerMs, ims.clock, undefined)
      }
      page.runExclusively(`${key}:renewal`, task, served.signal).catch(reject).finally(stop)
    })
  }

  async function renewHeld(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { record, generation, ending: signal } = held
      if (!record) throw new SignInRequiredError('no_session')
      try {
        const grant = await requestGrant(record, signal)
        // A sign-in that ended meanwhile knows better.
        if (held.generation === generation) siblings.publish(renewRecord(record, grant))
        return
      } catch (error) {
        signal.throwIfAborted()
        if (!isMudbrickError(error)) throw error
        const isLast = attempt === maxAttempts
        const isRefused = record.refreshToken !== undefined && isRefusal(error, isLast)
        if (isRefused) siblings.publish({ ...record, refreshToken: undefined })
        if (isRefused && renewSilently) continue
        if (isRefused) throw new SignInRequiredError('refresh_rejected', { cause: error })
        const delayMs = retryAfterMsOf(error) ?? calculateBackOffMs(attempt)
        if (isLast || !isTransient(error) || delayMs > longestDelayMs) throw error
        await sleep(delayMs, ims.clock, signal)
      }
    }
  }

  async function requestGrant(record: SessionRecord, signal: AbortSignal): Promise<ImsGrant> {
    const { refreshToken, scopes, subject } = record
    // Behind the others, the refresh token has been used: sending it again could end them all.
    if (refreshToken !== undefined && !siblings.isBehind()) {
      const options = { scopes, subject, signal, timeoutMs: attemptTimeoutMs }
      return refreshGrant(ims, refreshToken, options)
    }
    if (!renewSilently) throw new SignInRequiredError('no_session')
    const grant = await renewSilently(ims, { signal })
    // Somebody else may be signed in at IMS by now.
    validateSubject(grant, subject)
    return grant
  }
}

/** Only the tokens are new; who has signed in, and by which sign-in, stays. */
function renewRecord(
  record: SessionRecord,
  { tokenSet, scopes, receivedAt, expiresAt }: ImsGrant,
): SessionRecord {
  const { accessToken, refreshToken = record.refreshToken } = tokenSet
  return { ...record, accessToken, refreshToken, scopes, receivedAt, expiresAt }
}

/** What the server says in words of its own is believed when it says so every time. */
function isRefusal(error: MudbrickError, isLast: boolean): boolean {
  const isUnknown = error.code === 'token_error' && isTransient(error) && !error.retryable
  return classifyTokenFailure(error) === 'sign-in-required' || (isUnknown && isLast)
}

function isTransient(error: MudbrickError): boolean {
  return classifyTokenFailure(error) === 'transient' && !error.needsInteraction
}
