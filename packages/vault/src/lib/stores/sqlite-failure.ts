import { VaultError, type VaultErrorCode } from '../vault-error.ts'
import { canGrow, isWritable } from './sqlite-disk.ts'
import { findSqliteIdentity } from './sqlite-file.ts'

/** What SQLite failed with, in a form that a worker can send. */
export interface SqliteFailure {
  readonly code: SqliteFailureCode
  readonly detail: string
  readonly cause: unknown
}

type SqliteFailureCode = Extract<
  VaultErrorCode,
  | 'store_corrupt'
  | 'store_failed'
  | 'store_full'
  | 'store_locked'
  | 'store_missing'
  | 'store_read_only'
  | 'store_unavailable'
>

/** Says which file failed, and what it was when it was opened. */
export interface SqliteFilePlace {
  readonly file: string
  /** `undefined` while it is being opened. */
  readonly identity: string | undefined
}

/** Makes of what SQLite or the system failed with what a store rejects with. */
export function createSqliteFailure(
  cause: unknown,
  { file, identity }: SqliteFilePlace,
): SqliteFailure {
  const isMissing = identity !== undefined && findSqliteIdentity(file) !== identity
  const code = isMissing ? 'store_missing' : classify(cause, file)
  return { code, detail: sentences[code](file, messageOf(cause)), cause }
}

/** Creates the error that a store rejects with. */
export function createSqliteError(cause: unknown, place: SqliteFilePlace): VaultError {
  const { code, ...options } = createSqliteFailure(cause, place)
  return new VaultError(code, options)
}

/** Returns whether another connection has a lock that this one needs. */
export function isSqliteBusy(error: unknown): boolean {
  const code = primaryCodeOf(error)
  return code === resultCodes.busy || code === resultCodes.locked
}

/** Returns whether a file is something else than a database. */
export function isNoDatabase(error: unknown): boolean {
  return primaryCodeOf(error) === resultCodes.notDatabase
}

/** Returns whether the disk is full. */
export function isSqliteFull(error: unknown, file: string): boolean {
  return classify(error, file) === 'store_full'
}

/** Returns whether only one statement failed, for what it was given, and its transaction goes on. */
export function isStatementFailure(error: unknown): boolean {
  const code = primaryCodeOf(error)
  return code === undefined || statementCodes.has(code)
}

/** @see https://sqlite.org/rescode.html */
const resultCodes = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  notDatabase: 26,
} as const

const codesByResult = new Map<number, SqliteFailureCode>([
  [resultCodes.busy, 'store_locked'],
  [resultCodes.locked, 'store_locked'],
  [resultCodes.outOfMemory, 'store_unavailable'],
  [resultCodes.readOnly, 'store_read_only'],
  [resultCodes.inputOutput, 'store_unavailable'],
  [resultCodes.corrupt, 'store_corrupt'],
  [resultCodes.full, 'store_full'],
  [resultCodes.cannotOpen, 'store_unavailable'],
  [resultCodes.protocol, 'store_locked'],
  [resultCodes.notDatabase, 'store_corrupt'],
])

const statementCodes = new Set<number>([
  resultCodes.tooBig,
  resultCodes.constraint,
  resultCodes.mismatch,
])

/** IOERR_WRITE, IOERR_FSYNC, IOERR_SHMSIZE: a quota, a limit of the process, or a broken disk. */
const failedWrites = new Set([778, 1_034, 4_874])

function classify(error: unknown, file: string): SqliteFailureCode {
  const extended = sqliteCodeOf(error)
  if (extended !== undefined && failedWrites.has(extended) && !canGrow(file)) return 'store_full'
  const code = primaryCodeOf(error)
  if (code === resultCodes.cannotOpen && !isWritable(file)) return 'store_read_only'
  return codesByResult.get(code ?? 0) ?? 'store_failed'
}

const sentences: Readonly<Record<SqliteFailureCode, (file: string, reason: string) => string>> = {
  store_full: (file) =>
    `The store cannot write ${file}, since the disk is full: free some space, then try again`,
  store_read_only: (file) =>
    `The store cannot write ${file}, since it is read-only: make the file and its folder writable, then try again`,
  store_locked: (file) =>
    `Another process has locked ${file} for too long: find that process, then try again`,
  store_missing: (file) =>
    `${file} was removed or replaced while it was open: restore it, then restart the processes that use it`,
  store_corrupt: (file) =>
    `${file} is damaged: stop the processes that use it, then restore it from a backup`,
  store_unavailable: (file, reason) =>
    `The store cannot use ${file} (${reason}): check the file and its disk, then try again`,
  store_failed: (file, reason) =>
    `SQLite refuses a statement of the store (${reason}): compare the release of @mudbrick/vault with the one that created ${file}, and report it`,
}

function primaryCodeOf(error: unknown): number | undefined {
  const code = sqliteCodeOf(error)
  return code === undefined ? undefined : code & 0xff
}

function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
