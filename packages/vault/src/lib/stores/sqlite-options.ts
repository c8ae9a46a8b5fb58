import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'

/** The file in which a store on this machine keeps its grant records. */
export interface SqliteGrantStoreOptions {
  /**
   * The file, on a local disk and in a folder that only its owner may read (mode 0700). Both are
   * created where there are none. SQLite keeps two more files beside it while it is open.
   */
  readonly file: string
  /**
   * Tells when a lease is over: a clock that all processes share and that is never set. The time
   * since the machine started by default.
   */
  readonly clock?: { readonly now: () => number } | undefined
}

/**
 * Checks the options of a store in SQLite, for callers without types too.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function checkSqliteOptions(options: SqliteGrantStoreOptions): void {
  checkOptions('createSqliteGrantStore', options, known)
  const { file, clock }: Given = options
  if (typeof file !== 'string' || file === '') {
    throw invalid(
      'file',
      'The store needs a file: name one as the option file, in a folder of its own.',
    )
  }
  if (file === ':memory:' || file.startsWith('file:') || file.includes('\0')) {
    throw invalid(
      'file',
      `${JSON.stringify(file)} is not a path: name a file, or use createMemoryGrantStore() for a store in memory.`,
    )
  }
  if (clock !== undefined && !hasNow(clock)) {
    throw invalid(
      'clock',
      'clock has no function now: give one that returns milliseconds, or leave it out.',
    )
  }
}

/** Options as a caller without types may give them. */
type Given = Readonly<Partial<Record<keyof SqliteGrantStoreOptions, unknown>>>

const known: Readonly<Record<keyof SqliteGrantStoreOptions, true>> = { file: true, clock: true }

function hasNow(clock: unknown): boolean {
  return (
    typeof clock === 'object' && clock !== null && typeof Reflect.get(clock, 'now') === 'function'
  )
}

function invalid(option: keyof SqliteGrantStoreOptions, message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', option, message)
}
