import type { GrantRecord } from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import type { SqliteRow, SqliteValue } from './sqlite-driver.ts'

/** Creates the values of the columns of a record, without its id, in their order. */
export function createGrantValues(record: GrantRecord): SqliteValue[] {
  return [
    record.version,
    record.clientId,
    record.subjectHash ?? null,
    record.keyId,
    record.dueAt ?? null,
    record.isRevocationPending ? 1 : 0,
    record.sealed,
  ]
}

/** @throws {@link VaultError} `corrupt_record` */
export function parseGrantRow(id: string, row: SqliteRow): GrantRecord {
  const {
    version,
    client_id: clientId,
    subject_hash: subjectHash,
    key_id: keyId,
    due_at: dueAt,
    is_revocation_pending: isRevocationPending,
    sealed,
  } = row
  if (
    typeof version !== 'number' ||
    typeof clientId !== 'string' ||
    (subjectHash !== null && typeof subjectHash !== 'string') ||
    typeof keyId !== 'string' ||
    (dueAt !== null && typeof dueAt !== 'number') ||
    (isRevocationPending !== 0 && isRevocationPending !== 1) ||
    typeof sealed !== 'string'
  ) {
    throw new VaultError('corrupt_record', { grantId: id })
  }
  return {
    version,
    clientId,
    subjectHash: subjectHash ?? undefined,
    keyId,
    dueAt: dueAt ?? undefined,
    isRevocationPending: isRevocationPending === 1,
    sealed,
  }
}
