import { calculateBackOffMs } from '@mudbrick/http'
import { classifyTokenFailure, type ImsGrant } from '@mudbrick/ims'
import { changeContent, type GrantContent, type RefreshTrouble } from './grant-content.ts'
import { retryAfterMsOf } from './retry-after-of.ts'
import { calculateDiscardAt, calculateRefreshAt } from './token-lifetime.ts'

const longestBackOffMs = 60_000
const longestRetryAfterMs = 3_600_000
/** So often a refusal that nobody knows is taken for something that passes. */
const toleratedUnknownFailures = 3
const tolerableSkewMs = 60_000

/** Says what an attempt is. */
export interface RefreshAttempt {
  /** The fence of the lease under which it is made. */
  readonly fence: number
  /** When it begins. */
  readonly startedAt: number
  /** When it is over, whoever makes it. */
  readonly overAt: number
}

/** Notes that an attempt begins. Should its end never be noted, somebody looks after it. */
export function beginRefresh(
  content: GrantContent,
  { fence, startedAt, overAt }: RefreshAttempt,
): GrantContent {
  return changeContent(content, {
    state: { status: 'refreshing', fence, startedAt },
    dueAt: overAt,
  })
}

/** What an outcome is noted by. */
export interface OutcomeOptions {
  readonly now: number
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
}

/** Notes that a refresh has worked; a refresh token that was not replaced stays good. */
export function succeedRefresh(
  content: GrantContent,
  { tokenSet, claims, scopes, receivedAt, expiresAt }: ImsGrant,
  { isUsed, random }: Pick<OutcomeOptions, 'random'> & { readonly isUsed: boolean },
): GrantContent {
  return scheduleNext(
    changeContent(content, {
      state: { status: 'active' },
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
 * Notes that a refresh has failed, and what follows: another attempt later, or a sign-in.
 *
 * @param isInterrupted Whether somebody had begun an attempt before this one, and did not end it.
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

/** Decides when somebody has to look at a grant with which all is well. */
export function scheduleNext(content: GrantContent, random: () => number): GrantContent {
  const isToBeRefreshed = content.isUsed && content.refreshToken !== undefined
  const dueAt = isToBeRefreshed
    ? calculateRefreshAt(content, random)
    : calculateDiscardAt(content.receivedAt)
  return changeContent(content, { dueAt })
}

/** Tells whether IMS is to be left alone; a clock that was set back by far does not prolong that. */
export function isResting(
  trouble: Pick<RefreshTrouble, 'failedAt' | 'retryAt'> | undefined,
  now: number,
): boolean {
  return trouble !== undefined && now > trouble.failedAt - tolerableSkewMs && now < trouble.retryAt
}

/** Tells whether both are of the same sign-in or refresh, whatever happened to them since. */
export function isSameGeneration(one: GrantContent, other: GrantContent): boolean {
  return one.accessToken === other.accessToken && one.refreshToken === other.refreshToken
}

function calculateDelayMs(error: unknown, failures: number, random: () => number): number {
  const retryAfterMs = error instanceof Error ? retryAfterMsOf(error) : undefined
  return retryAfterMs === undefined
    ? Math.min(calculateBackOffMs(failures, random), longestBackOffMs)
    : Math.min(retryAfterMs, longestRetryAfterMs)
}

/** A refusal that is no refusal of ours: the request arrived, and nothing was done. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

/** Without a clear answer the refresh token may be used up, and its successor lost. */
function isOutcomeUnknown(error: unknown): boolean {
  const status = statusOf(error)
  return status < 400 || status >= 500 || status === 408
}

/** 0 for what is no answer at all. */
function statusOf(error: unknown): number {
  const isAnswer = error instanceof Error && 'status' in error && typeof error.status === 'number'
  return isAnswer ? Number(error.status) : 0
}
