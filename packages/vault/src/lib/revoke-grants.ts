import { forEachConcurrently } from './background/for-each-concurrently.ts'
import type { GrantReader } from './grant-reader.ts'
import { isRevoked } from './held-grant.ts'
import { revokeContent } from './revoked-content.ts'
import { calculateSubjectHash } from './subject-hash.ts'
import type { VaultContext } from './vault-context.ts'
import { VaultError, type VaultErrorCode } from './vault-error.ts'

/** What revocations need. */
export interface GrantRevokerOptions {
  readonly grants: GrantReader
  /** Tells IMS of a revoked grant, in the background. */
  readonly settle: (id: string) => void
}

/** Ends grants. */
export interface GrantRevoker {
  /** Ends a grant; returns whether there was one. */
  readonly revoke: (id: string, reason: string) => Promise<boolean>
  /** Ends all grants of a user; returns how many there were. */
  readonly revokeBySubject: (subject: string, reason: string) => Promise<number>
}

const pageSize = 100
const concurrency = 8

export function createGrantRevoker(
  { ims: { clientId }, store, watch, emit }: VaultContext,
  { grants, settle }: GrantRevokerOptions,
): GrantRevoker {
  return { revoke, revokeBySubject }

  async function revokeBySubject(subject: string, reason: string): Promise<number> {
    const subjectHash = calculateSubjectHash(clientId, subject)
    if (subjectHash === undefined) return 0
    let revoked = 0
    let after: string | undefined
    do {
      const filter = { clientId, subjectHash }
      const { ids, next } = await store.scan(filter, { after, limit: pageSize })
      await forEachConcurrently(ids, concurrency, async (id) => {
        if (await revoke(id, reason)) revoked += 1
      })
      after = next
    } while (after !== undefined)
    return revoked
  }

  async function revoke(id: string, reason: string): Promise<boolean> {
    try {
      return await revokeReadable(id, reason)
    } catch (error) {
      if (!isUnreadable(error)) throw error
      return removeUnreadable(id, reason)
    }
  }

  async function revokeReadable(id: string, reason: string): Promise<boolean> {
    for (;;) {
      const held = await grants.reload(id)
      if (!held || isRevoked(held)) return false
      const { version, content } = held
      if (!(await grants.write(id, version, revokeContent(content, watch.now())))) continue
      emit(id, { type: 'revoked', subject: content.subject, reason })
      settle(id)
      return true
    }
  }

  /** A grant that cannot be opened can be removed here, but its tokens cannot be revoked at IMS. */
  async function removeUnreadable(id: string, reason: string): Promise<boolean> {
    for (;;) {
      const record = await store.read(id)
      if (!record) return false
      if (!(await store.compareAndSwap(id, record.version, undefined))) continue
      emit(id, { type: 'revoked', subject: undefined, reason })
      return true
    }
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof VaultError && unreadableCodes.includes(error.code)
}

const unreadableCodes: readonly VaultErrorCode[] = [
  'unknown_key',
  'wrong_key',
  'corrupt_record',
  'misplaced_record',
]
