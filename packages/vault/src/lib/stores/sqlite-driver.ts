import { createRequire } from 'node:module'
import { ConfigurationError } from '@mudbrick/http'

/** What is used of `node:sqlite`; `@photostructure/sqlite` has the same calls. */
export interface SqliteDriver {
  readonly DatabaseSync: new (location: string) => SqliteDatabase
}

export interface SqliteDatabase {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => SqliteStatement
  readonly close: () => void
}

export interface SqliteStatement {
  readonly get: (...values: readonly SqliteValue[]) => SqliteRow | undefined
  readonly all: (...values: readonly SqliteValue[]) => SqliteRow[]
  readonly run: (...values: readonly SqliteValue[]) => { readonly changes: number | bigint }
}

/** A value that is stored or searched for. */
export type SqliteValue = string | number | null

/** A row, by the names of its columns. */
export type SqliteRow = Readonly<Record<string, unknown>>

/** A place where there may be a driver. */
export interface SqliteSource {
  /** What the driver is loaded by: the name of a module, or its file. */
  readonly specifier: string
  /** What it is called in a sentence. */
  readonly title: string
  /** Says in a sentence that there is no driver. */
  readonly absence: string
  /** The version of SQLite, where it is known without loading the driver. */
  readonly version?: string | undefined
  /** Returns `undefined` when there is none. */
  readonly load: () => SqliteDriver | undefined
}

/** A driver with a safe SQLite, and what a worker loads it by. */
export interface ChosenDriver {
  readonly specifier: string
  readonly driver: SqliteDriver
}

/**
 * Chooses the first driver whose SQLite is safe.
 *
 * @throws {@link ConfigurationError} when there is none
 */
export function chooseSqliteDriver(sources: readonly SqliteSource[]): ChosenDriver {
  const reasons: string[] = []
  for (const { specifier, title, absence, version, load } of sources) {
    // Node.js 22 prints a warning when its driver is loaded: not for one that is not used.
    const driver = isSafe(version) ? attempt(load) : undefined
    if (driver instanceof Error) {
      reasons.push(`${title} cannot be loaded (${driver.message})`)
      continue
    }
    const found = driver ? readSqliteVersion(driver) : version
    if (driver && isSafe(found)) return { specifier, driver }
    reasons.push(found === undefined ? absence : `${title} has ${found}`)
  }
  throw new ConfigurationError(
    'invalid_option',
    'file',
    `The store needs SQLite 3.51.3 or newer, since older ones can lose commits, but ${reasons.join(' and ')}: run npm install @photostructure/sqlite@1, or use Node.js 22.22.3, 24.15.0 or newer.`,
  )
}

/**
 * Returns whether a version of SQLite is free of the WAL-reset bug, by which 3.7.0 to 3.51.2 can lose
 * commits when one connection writes while another one checkpoints.
 *
 * @see https://sqlite.org/wal.html#walresetbug
 */
export function isSafeSqliteVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor === 44) return patch >= 6
  if (minor === 50) return patch >= 7
  if (minor === 51) return patch >= 3
  return minor > 51
}

/** Returns where drivers are looked for: first in Node.js, then among the installed packages. */
export function findSqliteSources(): readonly SqliteSource[] {
  const installed = findInstalledDriver()
  return [
    {
      specifier: builtInSpecifier,
      title: `the one of Node.js ${process.versions.node}`,
      absence: `Node.js ${process.versions.node} has none`,
      version: process.versions['sqlite'],
      load: () => loadSqliteDriver(builtInSpecifier),
    },
    {
      specifier: installed ?? packageName,
      title: `the one of ${packageName}`,
      absence: `${packageName} is not installed`,
      load: () => (installed === undefined ? undefined : loadSqliteDriver(installed)),
    },
  ]
}

/** Loads a driver, in a worker too. */
export function loadSqliteDriver(specifier: string): SqliteDriver | undefined {
  const loaded: unknown =
    specifier === builtInSpecifier
      ? process.getBuiltinModule(specifier)
      : createRequire(import.meta.url)(specifier)
  return isDriver(loaded) ? loaded : undefined
}

const builtInSpecifier = 'node:sqlite'
const packageName = '@photostructure/sqlite'

function isSafe(version: string | undefined): boolean {
  return version === undefined || isSafeSqliteVersion(version)
}

function attempt(load: SqliteSource['load']): SqliteDriver | Error | undefined {
  try {
    return load()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function readSqliteVersion({ DatabaseSync }: SqliteDriver): string {
  const database = new DatabaseSync(':memory:')
  try {
    const row = database.prepare('select sqlite_version() as version').get()
    return String(row?.['version'])
  } finally {
    database.close()
  }
}

function findInstalledDriver(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(packageName)
  } catch {
    return undefined
  }
}

function isDriver(value: unknown): value is SqliteDriver {
  return typeof value === 'object' && value !== null && 'DatabaseSync' in value
}
