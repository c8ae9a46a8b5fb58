import type { GrantRecord } from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import type { PostgresRow } from './postgres-pool.ts'

/** Creates the parameters of the statements that write a record, in the order of its columns. */
export function createGrantValues(id: string, record: GrantRecord): unknown[] {
  return [
    id,
    record.version,
    record.clientId,
    record.subjectHash ?? null,
    record.keyId,
    record.dueAt ?? null,
    record.isRevocationPending,
    record.sealed,
  ]
}

/** @throws {@link VaultError} `corrupt_record` */
export function parseGrantRow(id: string, row: PostgresRow): GrantRecord {
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
    typeof isRevocationPending !== 'boolean' ||
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
    isRevocationPending,
    sealed,
  }
}

/** Reads from a plan in JSON how many rows the planner expects; 0 when it does not say. */
export function parseEstimateRow(row: PostgresRow | undefined): number {
  const [explained] = asArray(row?.['QUERY PLAN'])
  return Number(propertyOf(propertyOf(explained, 'Plan'), 'Plan Rows') ?? 0)
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
