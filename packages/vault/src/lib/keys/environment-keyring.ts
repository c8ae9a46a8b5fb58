import { ConfigurationError } from '@mudbrick/http'
import { processEnvironment, randomBytes } from './defaults.ts'
import type { KeyProvider } from './key-provider.ts'
import { createKeyring, type KeyringEntry } from './keyring.ts'

/** Says where in the environment the keys are. */
export interface CreateEnvironmentKeyringOptions {
  /** The variables; those of the process unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /** The variable that holds the keys; `MUDBRICK_KEYS` unless told. */
  readonly variable?: string | undefined
  /**
   * Whether to go on without a key, with one that is drawn for this process and lost with it; not
   * unless told. What was sealed with it can then be opened by nobody: say so where people see it.
   */
  readonly isDevelopment?: boolean | undefined
}

/**
 * Creates a key provider from an environment variable: `name:key`, or several of them with commas
 * between; each key is 32 random bytes in base64url. The first seals, all of them open: to change
 * the key, put a new one before the old ones, and remove those after `reencrypt()`.
 *
 * @throws {@link ConfigurationError} when there is no key, or one that is none.
 *
 * @example
 * ```ts
 * // MUDBRICK_KEYS=2026-11:...
 * const vault = await createVault({ ims, store, keys: createEnvironmentKeyring() })
 * ```
 */
export function createEnvironmentKeyring({
  environment = processEnvironment,
  variable = 'MUDBRICK_KEYS',
  isDevelopment = false,
}: CreateEnvironmentKeyringOptions = {}): KeyProvider {
  const value = environment[variable]?.trim()
  if (value) return createKeyring(value.split(',').map((entry) => parseEntry(entry, variable)))
  if (isDevelopment) return createTemporaryKeyring()
  throw new ConfigurationError(
    'invalid_option',
    variable,
    `${variable} is not set, so that nothing could be kept encrypted: make a key with \`${keyCommand}\`, and keep it as you keep passwords.`,
  )
}

/** Its name is its own too, so that a process does not take another one's key for a wrong one. */
function createTemporaryKeyring(): KeyProvider {
  const name = Buffer.from(randomBytes(6)).toString('hex')
  return createKeyring([{ keyId: `development-${name}`, bytes: randomBytes(32) }])
}

/** Makes a key, on the command line of everybody who has Node. */
const keyCommand = `node -p "'2026-11:' + require('node:crypto').randomBytes(32).toString('base64url')"`

function parseEntry(entry: string, variable: string): KeyringEntry {
  const [, keyId, key] = /^\s*([\w.-]+):([\w-]{43})=?\s*$/.exec(entry) ?? []
  if (keyId !== undefined && key !== undefined) {
    return { keyId, bytes: Buffer.from(key, 'base64url') }
  }
  throw new ConfigurationError(
    'invalid_option',
    variable,
    `${variable} has an entry that is not name:key with a key of 32 bytes in base64url: make one with \`${keyCommand}\`.`,
  )
}
