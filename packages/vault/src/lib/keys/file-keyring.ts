import { checkOptions } from '@mudbrick/http/internal'
import { readFileSync, statSync } from 'node:fs'
import { ConfigurationError } from '@mudbrick/http'
import { parseKeyringEntries } from './keyring-text.ts'
import type { KeyProvider } from './key-provider.ts'
import { createKeyring } from './keyring.ts'

/** Describes a file of keys. */
export interface CreateFileKeyringOptions {
  /**
   * The path of the file. It contains `name:key` entries, one per line or separated by commas; each key
   * is 32 random bytes in base64url. Lines that start with `#` are comments.
   */
  readonly file: string
  /**
   * Called when the changed file cannot be used; the keys that were read before stay in use. Writes a
   * warning by `process.emitWarning` by default.
   */
  readonly onError?: ((error: Error) => void) | undefined
}

/**
 * Creates a key provider from a file that is read again when it changes, without a restart. The first
 * key seals, all of them open. Replace the file in one step (`mv`), as Kubernetes does with secrets.
 *
 * @throws {@link ConfigurationError} when the file cannot be read, others may read it, or an entry is
 *   not valid.
 *
 * @example
 * ```ts
 * const keys = createFileKeyring({ file: '/etc/commerce-admin/keys' })
 * const vault = await createVault({ ims, store, keys })
 * ```
 */
export function createFileKeyring(options: CreateFileKeyringOptions): KeyProvider {
  checkOptions('createFileKeyring', options, { file: true, onError: true })
  const { file, onError = (error) => process.emitWarning(error) } = options
  if (typeof file !== 'string' || file === '') {
    throw invalid('file is missing: give the path of the file with the keys.')
  }
  let { mark, keys } = readKeyring(file)
  let reportedMark = ''

  return Object.freeze<KeyProvider>({
    current: () => refresh().current(),
    byId: (keyId) => refresh().byId(keyId),
    keyIds: () => refresh().keyIds?.() ?? [],
  })

  function refresh(): KeyProvider {
    const newest = readMark(file)
    if (newest === mark) return keys
    try {
      const changed = readKeyring(file)
      mark = changed.mark
      keys = changed.keys
    } catch (error) {
      // Once for each change of the file.
      if (newest !== reportedMark && error instanceof Error) onError(error)
      reportedMark = newest
    }
    return keys
  }
}

function readKeyring(file: string): { readonly mark: string; readonly keys: KeyProvider } {
  const mark = readMark(file)
  checkMode(file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid(`${file} cannot be read (${describe(cause)}): check the path and its rights.`)
  }
  const entries = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .join(',')
  return { mark, keys: createKeyring(parseKeyringEntries(entries, file)) }
}

/** Changes when the file is written or replaced; empty while there is none. */
function readMark(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : ''
}

function checkMode(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (process.platform === 'win32' || !found || (found.mode & 0o007) === 0) return
  throw invalid(
    `${file} can be read by others: run chmod 600 on it, and create new keys if others may have read it.`,
  )
}

function describe(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'file', message)
}
