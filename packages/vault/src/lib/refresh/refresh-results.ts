import { calculateBackOffMs, sleep } from '@mudbrick/http/internal'
import { classifyTokenFailure, type ImsGrant, SignInRequiredError } from '@mudbrick/ims'
import { LRUCache } from 'lru-cache'
import type { GrantContent } from '../grant-content.ts'
import type { GrantReader, HeldGrant } from '../grant-reader.ts'
import type { Lease } from '../grant-store.ts'
import { joinRevocation, revokeContent, tokensOf } from '../revoked-content.ts'
import type { VaultContext } from '../vault-context.ts'
import { VaultError } from '../vault-error.ts'
import { failureCodeOf } from '../vault-event.ts'
import { failRefresh, isResting, succeedRefresh } from './refresh-outcome.ts'

/** An attempt whose request was sent. */
export interface RefreshAttempted {
  /** The id of the grant. */
  readonly id: string
  /** The grant as it was written before the request. */
  readonly own: HeldGrant
  readonly lease: Lease
}

/** A successful answer of IMS. */
export interface RefreshAnswer {
  readonly grant: ImsGrant
  readonly durationMs: number
  /** Whether the new token is going to be used at once. */
  readonly isUsed: boolean
}

/** What revoked grants need. */
export interface RefreshResultsOptions {
  readonly grants: GrantReader
  readonly createGrantId: () => string
  /** Tells IMS of a revoked grant. */
  readonly settle: (id: string) => void
}

/** Writes down how attempts to refresh end, without undoing what other processes achieved meanwhile. */
export interface RefreshResults {
  /** Stores new tokens, and returns the grant as it is then. */
  readonly keep: (
    attempted: RefreshAttempted,
    answer: RefreshAnswer,
  ) => Promise<HeldGrant | undefined>
  /**
   * Notes a failure, and rejects with it, unless the grant needs a sign-in now or another process has
   * refreshed it: then it returns the grant as it is.
   */
  readonly noteFailure: (
    attempted: RefreshAttempted,
    error: unknown,
    isInterrupted: boolean,
  ) => Promise<HeldGrant | undefined>
  /** Returns the grant whose new tokens could not be written yet, if there is one. */
  readonly findUnsaved: (id: string) => HeldGrant | undefined
  /** Returns what IMS failed with a moment ago, during the back-off. */
  readonly findFailure: (id: string) => { readonly error: unknown } | undefined
}

const longestSaveDelayMs = 10_000
const mostFailures = 10_000

export function createRefreshResults(
  { watch, random, emit, background, signal }: VaultContext,
  { grants, createGrantId, settle }: RefreshResultsOptions,
): RefreshResults {
  const unsaved = new Map<string, HeldGrant>()
  const failures = new LRUCache<string, Failure>({ max: mostFailures })

  return {
    keep,
    noteFailure,
    findUnsaved: (id) => (unsaved.size === 0 ? undefined : unsaved.get(id)),
    findFailure(id) {
      const failure = failures.get(id)
      return isResting(failure, watch.now()) ? failure : undefined
    },
  }

  /** Writes new tokens, again and again if need be: IMS returns them once. */
  async function keep(
    attempted: RefreshAttempted,
    answer: RefreshAnswer,
  ): Promise<HeldGrant | undefined> {
    const { id, own } = attempted
    const { grant, isUsed } = answer
    const content = succeedRefresh(own.content, grant, { isUsed, random })
    failures.delete(id)
    try {
      return await save(attempted, answer, content)
    } catch (error) {
      if (!isTemporary(error)) throw error
      const held = { version: own.version, content }
      unsaved.set(id, held)
      background.track(saveLater(attempted, answer, content))
      return held
    }
  }

  async function saveLater(
    attempted: RefreshAttempted,
    answer: RefreshAnswer,
    content: GrantContent,
  ): Promise<void> {
    const { id, lease } = attempted
    try {
      for (let tries = 1; ; tries += 1) {
        const delayMs = Math.min(calculateBackOffMs(tries, random), longestSaveDelayMs)
        await sleep(delayMs, watch, signal).catch(() => {})
        try {
          await save(attempted, answer, content)
          return
        } catch (error) {
          if (signal.aborted || !isTemporary(error)) throw error
        }
      }
    } finally {
      unsaved.delete(id)
      background.track(lease.release())
    }
  }

  /**
   * Writes new tokens over everything that happened to older ones: failures, uses, a store that was
   * set back. Only a newer refresh and a revocation stay.
   */
  async function save(
    { id, own }: RefreshAttempted,
    { grant, durationMs }: RefreshAnswer,
    content: GrantContent,
  ): Promise<HeldGrant | undefined> {
    let { version } = own
    for (;;) {
      const written = await grants.write(id, version, content)
      const held = written ?? (await grants.reload(id))
      // It may have been written by a write that seemed to fail.
      if (held?.content.accessToken === content.accessToken) {
        const remainingMs = own.content.expiresAt - grant.receivedAt
        emit(id, { type: 'refreshed', subject: content.subject, durationMs, remainingMs })
        return held
      }
      if (!held) {
        await revokeApart(content)
        return undefined
      }
      if (held.content.state.status === 'revoked') {
        if (await revokeToo(id, held, content)) return held
      } else if (held.content.generation >= content.generation) return held
      version = held.version
    }
  }

  /** Revokes tokens whose grant is gone, under an id of their own: no id is used twice. */
  async function revokeApart(content: GrantContent): Promise<void> {
    const id = createGrantId()
    await grants.write(id, 0, revokeContent(content, watch.now()))
    settle(id)
  }

  async function revokeToo(
    id: string,
    { version, content }: HeldGrant,
    late: GrantContent,
  ): Promise<boolean> {
    const isWritten = await grants.write(id, version, joinRevocation(content, tokensOf(late)))
    if (isWritten) settle(id)
    return isWritten !== undefined
  }

  /** Notes a failure, unless another process has refreshed the grant meanwhile. */
  async function noteFailure(
    { id, own }: RefreshAttempted,
    error: unknown,
    isInterrupted: boolean,
  ): Promise<HeldGrant | undefined> {
    const content = failRefresh(own.content, error, { now: watch.now(), random, isInterrupted })
    const { state, trouble, subject } = content
    const code = failureCodeOf(error)
    emit(id, { type: 'refresh-failed', failure: classifyTokenFailure(error), code })
    if (trouble?.isMisconfigured) emit(id, { type: 'misconfigured', code })
    if (trouble) failures.set(id, { ...trouble, error })
    const reason = state.status === 'sign-in-required' ? state.code : undefined
    const failure = reason ? new SignInRequiredError(reason, { cause: error }) : error
    let held: HeldGrant | undefined = own
    while (held && isOwnAttempt(held, own)) {
      const noted = await note(id, held.version, content, failure)
      if (noted.isWritten && !reason) throw failure
      if (noted.isWritten && reason) emit(id, { type: 'sign-in-required', subject, code: reason })
      held = noted.held
    }
    return held
  }

  /** If the failure cannot be written down either, the caller still gets the failure itself. */
  async function note(
    id: string,
    version: number,
    content: GrantContent,
    failure: unknown,
  ): Promise<{ readonly isWritten: boolean; readonly held: HeldGrant | undefined }> {
    try {
      const written = await grants.write(id, version, content)
      return { isWritten: written !== undefined, held: written ?? (await grants.reload(id)) }
    } catch {
      throw failure
    }
  }
}

interface Failure {
  readonly failedAt: number
  readonly retryAt: number
  readonly error: unknown
}

function isOwnAttempt(held: HeldGrant, own: HeldGrant): boolean {
  const { state } = held.content
  const { state: begun } = own.content
  return (
    state.status === 'refreshing' && begun.status === 'refreshing' && state.fence === begun.fence
  )
}

/** A store or a key provider that fails now may work later. */
function isTemporary(error: unknown): boolean {
  return error instanceof VaultError && error.retryable
}
