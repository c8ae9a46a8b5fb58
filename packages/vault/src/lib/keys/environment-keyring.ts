import { ConfigurationError } from '@mudbrick/http'
import { processEnvironment, randomBytes } from '../defaults.ts'
import { createFileKeyring } from './file-keyring.ts'
import type { KeyProvider } from './key-provider.ts'
import { createKeyring } from './keyring.ts'
import { keyCommand, parseKeyringEntries } from './keyring-text.ts'

/** Says where the keys are in the environment. */
export interface CreateEnvironmentKeyringOptions {
  /** The variables. Those of the process by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /**
   * The variable with the keys. `MUDBRICK_KEYS` by default. The same name followed by `_FILE` names a
   * file with the keys instead, which is read again when it changes.
   */
  readonly variable?: string | undefined
  /**
   * Whether to use a random key, which is lost with this process, when there is none. Off by default.
   * Records that are sealed with it cannot be opened later: warn the operator.
   */
  readonly isDevelopment?: boolean | undefined
}

/**
 * Creates a key provider from an environment variable: `name:key`, or several of them separated by
 * commas; each key is 32 random bytes in base64url. The first one seals, all of them open: to change
 * the key, put a new one before the old ones, and remove the old ones after `reencrypt()`. To change
 * keys without a restart, set `MUDBRICK_KEYS_FILE` to a file with them instead.
 *
 * @throws {@link ConfigurationError} when there is no key, or one is not valid.
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
  const file = environment[`${variable}_FILE`]?.trim()
  if (value && file) throw createConflict(variable)
  if (file) return createFileKeyring({ file })
  if (value) return createKeyring(parseKeyringEntries(value, variable))
  if (isDevelopment) return createTemporaryKeyring()
  throw new ConfigurationError(
    'invalid_option',
    variable,
    `${variable} is not set, so nothing could be encrypted: create a key with \`${keyCommand}\`, and store it like a password, here or in a file that ${variable}_FILE names.`,
  )
}

function createConflict(variable: string): ConfigurationError {
  return new ConfigurationError(
    'invalid_option',
    variable,
    `${variable} and ${variable}_FILE are both set: remove one of them.`,
  )
}

/** Its name is random too, so that another process does not take its own key for the wrong one. */
function createTemporaryKeyring(): KeyProvider {
  const name = Buffer.from(randomBytes(6)).toString('hex')
  return createKeyring([{ keyId: `development-${name}`, bytes: randomBytes(32) }])
}
