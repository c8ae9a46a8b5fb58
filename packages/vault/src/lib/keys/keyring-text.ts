import { ConfigurationError } from '@mudbrick/http'
import type { KeyringEntry } from './keyring.ts'

/** Creates a key on any command line with Node. */
export const keyCommand = `node -p "'2026-11:' + require('node:crypto').randomBytes(32).toString('base64url')"`

/**
 * Parses `name:key` entries that are separated by commas.
 *
 * @param place - where the text comes from: a variable, or a file
 * @throws {@link ConfigurationError} for an entry that is not valid; the message does not contain it.
 */
export function parseKeyringEntries(text: string, place: string): readonly KeyringEntry[] {
  return text.split(',').map((entry) => parseEntry(entry, place))
}

function parseEntry(entry: string, place: string): KeyringEntry {
  const [, keyId, key] = /^\s*([\w.-]+):([\w-]{43})=?\s*$/.exec(entry) ?? []
  if (keyId !== undefined && key !== undefined) {
    return { keyId, bytes: Buffer.from(key, 'base64url') }
  }
  throw new ConfigurationError(
    'invalid_option',
    place,
    `${place} has an entry that is not name:key with a key of 32 bytes in base64url: create one with \`${keyCommand}\`.`,
  )
}
