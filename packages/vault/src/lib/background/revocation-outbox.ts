import { isMudbrickError, type MudbrickError, retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs } from '@mudbrick/http/internal'
import { classifyTokenFailure, revokeToken } from '@mudbrick/ims'
import { changeContent, type GrantContent } from '../grant-content.ts'
import type { GrantRecord } from '../grant-store.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'
import type { VaultContext } from '../vault-context.ts'
import { VaultError } from '../vault-error.ts'
import { failureCodeOf } from '../vault-event.ts'

/** Refresh tokens of IMS live 14 days, access tokens less: after that no token is left to revoke. */
const abandonAfterMs = 14 * 24 * 3_600_000
/** Also when a clock that was set forward says that 14 days are over. */
const leastAttempts = 10
const longestBackOffMs = 3_600_000
const longestRetryAfterMs = 24 * 3_600_000

/** Tells IMS of revoked grants. */
export interface RevocationOutbox {
  /**
   * Revokes the tokens of a revoked grant at IMS, and then removes its record. When IMS fails, it
   * notes when to try again, and returns the error. Does nothing for a grant that is not revoked, or
   * is gone.
   *
   * @throws {@link VaultError} when the record cannot be opened.
   */
  readonly settle: (id: string, options?: SettleOptions) => Promise<MudbrickError | undefined>
}

/** Says how to settle. */
export interface SettleOptions {
  readonly signal?: AbortSignal | undefined
}

export function createRevocationOutbox({
  store,
  keys,
  ims,
  random,
  emit,
}: Pick<VaultContext, 'store' | 'keys' | 'ims' | 'random' | 'emit'>): RevocationOutbox {
  const { clock } = ims

  return {
    async settle(id, { signal } = {}) {
      for (;;) {
        const record = await store.read(id)
        if (!record?.isRevocationPending) return undefined
        const content = await open(id, record)
        const { remaining, error } = await revokeAll(content.revoking, signal)
        const successor = error && afterFailure(content, remaining, error)
        const written = successor && (await sealGrant(keys, id, record.version + 1, successor))
        // Another process may have added tokens of this grant meanwhile: they are to be revoked too.
        if (!(await store.compareAndSwap(id, record.version, written))) continue
        report(id, content, error, successor)
        return error
      }
    },
  }

  async function open(id: string, record: GrantRecord): Promise<GrantContent> {
    try {
      return await openGrant(keys, id, record)
    } catch (error) {
      if (error instanceof VaultError && !error.retryable) {
        emit(id, { type: 'unreadable', code: error.code })
      }
      throw error
    }
  }

  /** Revokes one after the other, until IMS is unavailable. */
  async function revokeAll(
    tokens: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<{ readonly remaining: readonly string[]; readonly error: MudbrickError | undefined }> {
    const refused: string[] = []
    let refusal: MudbrickError | undefined
    for (const [index, token] of tokens.entries()) {
      const error = await revoke(token, signal)
      if (error?.retryable) return { remaining: [...refused, ...tokens.slice(index)], error }
      if (!error) continue
      refused.push(token)
      refusal = error
    }
    return { remaining: refused, error: refusal }
  }

  async function revoke(
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<MudbrickError | undefined> {
    try {
      await revokeToken(ims, token, { signal })
      return undefined
    } catch (error) {
      if (!isMudbrickError(error)) throw error
      // IMS does not accept the token any more, which is the aim.
      return classifyTokenFailure(error) === 'sign-in-required' ? undefined : error
    }
  }

  /** What is written after a failed attempt; `undefined` after the last one. */
  function afterFailure(
    content: GrantContent,
    revoking: readonly string[],
    error: MudbrickError,
  ): GrantContent | undefined {
    const { state } = content
    const now = clock.now()
    const failures = failuresOf(content) + 1
    const isOver = state.status !== 'revoked' || now - state.revokedAt >= abandonAfterMs
    if (isOver && failures >= leastAttempts) return undefined
    const retryAt = now + delayMsAfter(error, failures)
    const trouble = {
      failures,
      unknownFailures: 0,
      retryAt,
      failedAt: now,
      isInDoubt: false,
      isMisconfigured: classifyTokenFailure(error) === 'misconfigured',
    }
    return changeContent(content, { revoking, trouble, dueAt: retryAt })
  }

  function delayMsAfter(error: MudbrickError, failures: number): number {
    const retryAfterMs = retryAfterMsOf(error)
    return retryAfterMs === undefined
      ? Math.min(calculateBackOffMs(failures, random), longestBackOffMs)
      : Math.min(retryAfterMs, longestRetryAfterMs)
  }

  function report(
    id: string,
    content: GrantContent,
    error: MudbrickError | undefined,
    successor: GrantContent | undefined,
  ): void {
    if (!error) return emit(id, { type: 'revocation-settled' })
    const type = successor ? 'revocation-failed' : 'revocation-abandoned'
    emit(id, { type, failures: failuresOf(content) + 1, code: failureCodeOf(error) })
  }
}

function failuresOf({ trouble }: GrantContent): number {
  return trouble?.failures ?? 0
}
