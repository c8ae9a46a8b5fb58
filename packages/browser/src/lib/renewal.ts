import { isMudbrickError, type MudbrickError, retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs, sleep } from '@mudbrick/http/internal'
import {
  classifyTokenFailure,
  type ImsGrant,
  refreshGrant,
  SignInRequiredError,
  validateSubject,
} from '@mudbrick/ims'
import type { SessionCore } from './session-core.ts'
import type { SessionRecord } from './session-record.ts'
import { expireSession, getUsableToken } from './session-state.ts'
import { catchUpWithTabs, isBehind, publishSession } from './session-sync.ts'

const maxAttempts = 3
// All attempts together stay below the time after which another tab takes the lock away.
const attemptTimeoutMs = 10_000
const longestDelayMs = 5_000
// Other processes may read a written counter a moment after they were given the lock.
const lingerMs = 100

/**
 * Renews the session: once for all who ask at a time, in this tab and in the others. Resolves when the
 * page holds another access token than before.
 */
export function renewSession(core: SessionCore): Promise<void> {
  core.renewing ??= renewInTurn(core)
    .catch((error: unknown) => endIfOver(core, error))
    .finally(() => {
      core.renewing = undefined
    })
  return core.renewing
}

/** Where only the user can help, or the cause is unknown, a token whose time is up has ended for good. */
function endIfOver(core: SessionCore, error: unknown): never {
  const isOver = !isMudbrickError(error) || error.needsInteraction
  if (isOver && getUsableToken(core) === undefined) expireSession(core)
  throw error
}

function renewInTurn(core: SessionCore): Promise<void> {
  const { ims, key, page, record, snapshots } = core
  const hasAnother = (): boolean => {
    const token = getUsableToken(core)
    return token !== undefined && token !== record?.accessToken
  }
  return new Promise((resolve, reject) => {
    // Another tab that renews tells the token before it lets go of the lock; and a page that waits for
    // nothing must not be given the lock, since it may be frozen by then.
    const served = new AbortController()
    const stop = snapshots.subscribe(() => {
      if (!hasAnother()) return
      resolve()
      served.abort()
    })
    const task = async (): Promise<void> => {
      await catchUpWithTabs(core)
      if (hasAnother()) return resolve()
      await renewRecord(core)
      resolve()
      await sleep(lingerMs, ims.clock, undefined)
    }
    page.runExclusively(`${key}:renewal`, task, served.signal).catch(reject).finally(stop)
  })
}

async function renewRecord(core: SessionCore): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { ims, options, record, generation } = core
    const { signal } = core.ending
    if (!record) throw new SignInRequiredError('no_session')
    try {
      const grant = await requestGrant(core, record, signal)
      // A sign-in that ended meanwhile knows better.
      if (core.generation === generation) publishSession(core, withTokens(record, grant))
      return
    } catch (error) {
      signal.throwIfAborted()
      if (!isMudbrickError(error)) throw error
      const isLast = attempt === maxAttempts
      const isRefused = record.refreshToken !== undefined && isRefusal(error, isLast)
      if (isRefused) publishSession(core, { ...record, refreshToken: undefined })
      if (isRefused && options.renewSilently) continue
      if (isRefused) throw new SignInRequiredError('refresh_rejected', { cause: error })
      const delayMs = retryAfterMsOf(error) ?? calculateBackOffMs(attempt)
      if (isLast || !isTransient(error) || delayMs > longestDelayMs) throw error
      await sleep(delayMs, ims.clock, signal)
    }
  }
}

async function requestGrant(
  core: SessionCore,
  { refreshToken, scopes, subject }: SessionRecord,
  signal: AbortSignal,
): Promise<ImsGrant> {
  const { ims, options } = core
  // Behind the others, the refresh token has been used: sending it again could end them all.
  if (refreshToken !== undefined && !isBehind(core)) {
    return refreshGrant(ims, refreshToken, { scopes, subject, signal, timeoutMs: attemptTimeoutMs })
  }
  if (!options.renewSilently) throw new SignInRequiredError('no_session')
  const grant = await options.renewSilently(ims, { signal })
  // Another user may be signed in at IMS by now.
  validateSubject(grant, subject)
  return grant
}

/** Only the tokens are new; who has signed in, and by which sign-in, stays. */
function withTokens(
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
