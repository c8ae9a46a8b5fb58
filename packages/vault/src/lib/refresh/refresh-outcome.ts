import { retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs } from '@mudbrick/http/internal'
import { classifyTokenFailure, type ImsGrant } from '@mudbrick/ims'
import { changeContent, type GrantContent, type RefreshTrouble } from '../grant-content.ts'
import { calculateDiscardAt, calculateRefreshAt } from './token-lifetime.ts'

const longestBackOffMs = 60_000
const longestRetryAfterMs = 3_600_000
/** How often an unknown refusal counts as temporary. */
const toleratedUnknownFailures = 3
const tolerableSkewMs = 60_000

/** An attempt to refresh. */
export interface RefreshAttempt {
  /** The fence of the lease under which it is made. */
  readonly fence: number
  /** When it starts. */
  readonly startedAt: number
  /** When it is over at the latest. */
  readonly overAt: number
}

/** Notes that an attempt starts. If its end is never noted, the grant is due when it must be over. */
export function beginRefresh(
  content: GrantContent,
  { fence, startedAt, overAt }: RefreshAttempt,
): GrantContent {
  return changeContent(content, {
    state: { status: 'refreshing', fence, startedAt },
    dueAt: overAt,
  })
}

/** When an outcome is noted. */
export interface OutcomeOptions {
  readonly now: number
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
}

/** Notes a successful refresh; a refresh token that was not replaced stays valid. */
export function succeedRefresh(
  content: GrantContent,
  { tokenSet, claims, scopes, receivedAt, expiresAt }: ImsGrant,
  { isUsed, random }: Pick<OutcomeOptions, 'random'> & { readonly isUsed: boolean },
): GrantContent {
  return scheduleNext(
    changeContent(content, {
      state: { status: 'active' },
      generation: content.generation + 1,
      subject: content.subject ?? claims?.sub,
      scopes,
      accessToken: tokenSet.accessToken,
      refreshToken: tokenSet.refreshToken ?? content.refreshToken,
      receivedAt,
      expiresAt,
      isUsed,
      trouble: undefined,
    }),
    random,
  )
}

/**
 * Notes a failed refresh, and what follows: another attempt later, or a sign-in.
 *
 * @param isInterrupted Whether an attempt before this one was started, and its end never noted.
 */
export function failRefresh(
  content: GrantContent,
  error: unknown,
  { now, random, isInterrupted }: OutcomeOptions & { readonly isInterrupted: boolean },
): GrantContent {
  const before = content.trouble
  const failure = classifyTokenFailure(error)
  const isUnknown = failure === 'transient' && isRefusal(error)
  const unknownFailures = isUnknown ? (before?.unknownFailures ?? 0) + 1 : 0
  const isInDoubt = isInterrupted || (before?.isInDoubt ?? false)
  if (failure === 'sign-in-required' || unknownFailures > toleratedUnknownFailures) {
    const code = isInDoubt ? 'in_doubt' : 'refresh_rejected'
    return changeContent(content, {
      state: { status: 'sign-in-required', code },
      trouble: undefined,
      dueAt: calculateDiscardAt(now),
    })
  }
  const failures = (before?.failures ?? 0) + 1
  const trouble: RefreshTrouble = {
    failures,
    unknownFailures,
    failedAt: now,
    retryAt: now + Math.ceil(calculateDelayMs(error, failures, random)),
    isInDoubt: isInDoubt || isOutcomeUnknown(error),
    isMisconfigured: failure === 'misconfigured',
  }
  return changeContent(content, { state: { status: 'active' }, trouble, dueAt: trouble.retryAt })
}

/** Notes that a grant is used, so that it is refreshed in time. */
export function noteUse(content: GrantContent, random: () => number): GrantContent {
  return scheduleNext(changeContent(content, { isUsed: true }), random)
}

/** Decides when a healthy grant is due next. */
export function scheduleNext(content: GrantContent, random: () => number): GrantContent {
  const isToBeRefreshed = content.isUsed && content.refreshToken !== undefined
  const dueAt = isToBeRefreshed
    ? calculateRefreshAt(content, random)
    : calculateDiscardAt(content.receivedAt)
  return changeContent(content, { dueAt })
}

/** Tells whether the back-off lasts; a clock that was set back by far does not prolong it. */
export function isResting(
  trouble: Pick<RefreshTrouble, 'failedAt' | 'retryAt'> | undefined,
  now: number,
): boolean {
  return trouble !== undefined && now > trouble.failedAt - tolerableSkewMs && now < trouble.retryAt
}

function calculateDelayMs(error: unknown, failures: number, random: () => number): number {
  const retryAfterMs = retryAfterMsOf(error)
  return retryAfterMs === undefined
    ? Math.min(calculateBackOffMs(failures, random), longestBackOffMs)
    : Math.min(retryAfterMs, longestRetryAfterMs)
}

/** Tells whether the request arrived and was refused, so that nothing was done. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

/** Without a clear answer the refresh token may be used up, and its successor lost. */
function isOutcomeUnknown(error: unknown): boolean {
  const status = statusOf(error)
  return status < 400 || status >= 500 || status === 408
}

/** 0 when there was no answer. */
function statusOf(error: unknown): number {
  const isAnswer = error instanceof Error && 'status' in error && typeof error.status === 'number'
  return isAnswer ? Number(error.status) : 0
}
