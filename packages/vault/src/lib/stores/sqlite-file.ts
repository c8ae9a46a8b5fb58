import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ConfigurationError, isMudbrickError } from '@mudbrick/http'
import { findNetworkFileSystem } from './network-file-system.ts'

const isWindows = process.platform === 'win32'

/**
 * Returns the absolute path of a store's file, whose folder is created where there is none.
 *
 * @throws {@link ConfigurationError} when the folder cannot be used, others may read it, or it is not
 * on a local disk
 */
export function prepareSqliteFile(given: string): string {
  const path = resolve(given)
  const { file, status } = prepareFolder(path)
  const folder = dirname(file)
  if (!isWindows && isOpenToOthers(status)) throw refuse(explainOpenFolder(file, status))
  const fileSystem = findNetworkFileSystem(folder, readMounts())
  if (fileSystem === undefined) return file
  throw refuse(
    `${folder} is on a network file system (${fileSystem}), where the locks of SQLite do not hold: name a file on a local disk, or use PostgreSQL.`,
  )
}

/**
 * Identifies the files that a store has open, to notice when others take their names; `undefined`
 * where there are none.
 */
export function findSqliteIdentity(file: string): string | undefined {
  try {
    return [file, `${file}-wal`]
      .map((name) => statSync(name, { bigint: true }))
      .map(({ dev, ino }) => `${dev}:${ino}`)
      .join(' ')
  } catch {
    return undefined
  }
}

/**
 * Makes a file readable for its owner alone. The file is not opened for it: when a descriptor is
 * closed, POSIX drops every lock that the process has on the file, those of SQLite too.
 *
 * @throws {@link ConfigurationError} when the file belongs to another user
 */
export function makeFilePrivate(file: string): void {
  if (isWindows || !isOpenToOthers(statSync(file))) return
  try {
    chmodSync(file, 0o600)
  } catch (error) {
    throw refuse(
      `Others may read ${file}, and its mode cannot be changed (${describe(error)}): run chmod 600 on it as its owner.`,
    )
  }
}

function prepareFolder(path: string): { readonly file: string; readonly status: Stats } {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = resolveLinks(path)
    return { file, status: statSync(dirname(file)) }
  } catch (error) {
    if (isMudbrickError(error)) throw error
    throw refuse(
      `The store cannot use the folder ${dirname(path)} (${describe(error)}): name a file in another folder.`,
    )
  }
}

/** Two names of one file are one store. */
function resolveLinks(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return join(realpathSync(dirname(path)), basename(path))
  if (!found.isFile()) throw refuse(`${path} is not a file: name another.`)
  return realpathSync(path)
}

function isOpenToOthers({ mode }: Stats): boolean {
  return (mode & 0o077) !== 0
}

/** To close a folder that others use too would break what they do. */
function explainOpenFolder(file: string, status: Stats): string {
  const folder = dirname(file)
  return isOwnFolder(file, status)
    ? `Others may look into the store's folder ${folder}: run chmod 700 on it.`
    : `${folder} is not a folder of the store's own: name a file in one, such as ${join(folder, 'vault', basename(file))}.`
}

function isOwnFolder(file: string, { mode }: Stats): boolean {
  if ((mode & stickyBit) !== 0) return false
  try {
    const names = readdirSync(dirname(file))
    return names.length === 0 || names.includes(basename(file))
  } catch {
    return false
  }
}

const stickyBit = 0o1000

/** Only Linux says what is mounted in a file. */
function readMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}

function refuse(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'file', message)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
