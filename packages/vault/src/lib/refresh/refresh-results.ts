import { calculateBackOffMs, sleep } from '@mudbrick/http'
import { classifyTokenFailure, type ImsGrant, SignInRequiredError } from '@mudbrick/ims'
import type { BackgroundWork } from './background-work.ts'
import type { GrantContent } from './grant-content.ts'
import type { GrantReader, HeldGrant } from './grant-reader.ts'
import type { Lease } from './grant-store.ts'
import { failRefresh, isResting, isSameGeneration, succeedRefresh } from './refresh-outcome.ts'
import { joinRevocation, revokeContent, tokensOf } from './revoked-content.ts'
import type { Watch } from './vault-clock.ts'
import { VaultError } from './vault-error.ts'
import { type EmitGrantEvent, failureCodeOf } from './vault-event.ts'

/** An attempt whose request was sent. */
export interface RefreshAttempted {
  /** The id of the grant. */
  readonly id: string
  /** The grant as it was written before the request. */
  readonly own: HeldGrant
  readonly lease: Lease
}

/** What IMS answered when all went well. */
export interface RefreshAnswer {
  readonly grant: ImsGrant
  readonly durationMs: number
  /** Whether somebody is going to use the new token at once. */
  readonly isUsed: boolean
}

/** What results are kept with. */
export interface RefreshResultsOptions {
  readonly reader: GrantReader
  readonly watch: Watch
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
  readonly emit: EmitGrantEvent
  readonly background: BackgroundWork
  readonly createGrantId: () => string
  /** Tells IMS of a grant that was revoked. */
  readonly settle: (id: string) => void
  /** Ends the patience with a store that does not take what IMS gave. */
  readonly signal: AbortSignal
}

/** Writes down how attempts to refresh end; whoever may have come further meanwhile is respected. */
export interface RefreshResults {
  /** Keeps new tokens, and gives the grant as it is then. */
  readonly keep: (
    attempted: RefreshAttempted,
    answer: RefreshAnswer,
  ) => Promise<HeldGrant | undefined>
  /**
   * Notes a failure, and rejects with it, unless the grant needs a sign-in now or somebody else has
   * come further: then it gives the grant as it is.
   */
  readonly noteFailure: (
    attempted: RefreshAttempted,
    error: unknown,
    isInterrupted: boolean,
  ) => Promise<HeldGrant | undefined>
  /** Gives the grant whose new tokens could not be written yet, if there is one. */
  readonly findUnsaved: (id: string) => HeldGrant | undefined
  /** Gives what IMS failed with a moment ago, while it is to be left alone. */
  readonly findFailure: (id: string) => { readonly error: unknown } | undefined
}

const longestSaveDelayMs = 10_000
const mostFailures = 10_000

export function createRefreshResults({
  reader,
  watch,
  random,
  emit,
  background,
  createGrantId,
  settle,
  signal,
}: RefreshResultsOptions): RefreshResults {
  const unsaved = new Map<string, HeldGrant>()
  const failures = new Map<string, Failure>()

  return {
    keep,
    noteFailure,
    findUnsaved: (id) => (unsaved.size === 0 ? undefined : unsaved.get(id)),
    findFailure(id) {
      const failure = failures.get(id)
      return isResting(failure, watch.now()) ? failure : undefined
    },
  }

  /** Writes what IMS gave, by all means: it gives it once. */
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
      if (!isPassing(error)) throw error
      const held = { version: own.version, content }
      unsaved.set(id, held)
      background.attend(saveLater(attempted, answer, content))
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
          if (signal.aborted || !isPassing(error)) throw error
        }
      }
    } finally {
      unsaved.delete(id)
      background.attend(lease.release())
    }
  }

  /** Writes new tokens over whatever came of the old ones, but not over those of somebody else. */
  async function save(
    { id, own }: RefreshAttempted,
    { grant, durationMs }: RefreshAnswer,
    content: GrantContent,
  ): Promise<HeldGrant | undefined> {
    let { version } = own
    for (;;) {
      const written = await reader.write(id, version, content)
      const held = written ?? (await reader.reload(id))
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
      } else if (!isSameGeneration(held.content, own.content)) return held
      version = held.version
    }
  }

  /** Ends tokens whose grant is gone, under a name of their own: no name is used twice. */
  async function revokeApart(content: GrantContent): Promise<void> {
    const id = createGrantId()
    await reader.write(id, 0, revokeContent(content, watch.now()))
    settle(id)
  }

  async function revokeToo(
    id: string,
    { version, content }: HeldGrant,
    late: GrantContent,
  ): Promise<boolean> {
    const isWritten = await reader.write(id, version, joinRevocation(content, tokensOf(late)))
    if (isWritten) settle(id)
    return isWritten !== undefined
  }

  /** Notes what a failure means, unless somebody else has come further meanwhile. */
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
    if (trouble) remember(id, { ...trouble, error })
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

  /** What cannot be written down either is no reason to fail with something else. */
  async function note(
    id: string,
    version: number,
    content: GrantContent,
    failure: unknown,
  ): Promise<{ readonly isWritten: boolean; readonly held: HeldGrant | undefined }> {
    try {
      const written = await reader.write(id, version, content)
      return { isWritten: written !== undefined, held: written ?? (await reader.reload(id)) }
    } catch {
      throw failure
    }
  }

  function remember(id: string, failure: Failure): void {
    if (failures.size >= mostFailures) failures.clear()
    failures.set(id, failure)
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
function isPassing(error: unknown): boolean {
  return error instanceof VaultError && error.retryable
}
