import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConfigurationError } from '@mudbrick/http'
import { randomBytes } from '../defaults.ts'
import type { KeyProvider } from './key-provider.ts'
import { createKeyring } from './keyring.ts'

/**
 * Creates a key provider from a file on the developer's machine, and the file when there is none. For
 * development only: the key lies beside what it seals.
 *
 * @param file The path of the key file; only its owner may read it.
 * @throws {@link ConfigurationError} when others may read the file, or it contains no key.
 */
export async function createDevelopmentKeyring(file: string): Promise<KeyProvider> {
  if (typeof file !== 'string' || file === '') {
    throw new ConfigurationError(
      'invalid_option',
      'file',
      'file is missing: give the path of the key file, which is created when there is none.',
    )
  }
  const bytes = (await readKey(file)) ?? (await makeKey(file))
  if (bytes.length !== 32) {
    throw new ConfigurationError(
      'invalid_option',
      'file',
      `${file} contains no key: remove it, and what was sealed with its key.`,
    )
  }
  return createKeyring([{ keyId: 'development', bytes }])
}

async function readKey(file: string): Promise<Uint8Array | undefined> {
  const found = await stat(file).catch(() => undefined)
  if (!found) return undefined
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new ConfigurationError(
      'invalid_option',
      'file',
      `${file} can be read by others: run chmod 600 on it, or make a new key if others may have read it.`,
    )
  }
  return Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url')
}

async function makeKey(file: string): Promise<Uint8Array> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const bytes = randomBytes(32)
  const draft = `${file}.${Buffer.from(randomBytes(8)).toString('hex')}`
  await writeFile(draft, `${Buffer.from(bytes).toString('base64url')}\n`, {
    mode: 0o600,
    flag: 'wx',
  })
  try {
    await chmod(draft, 0o600)
    // Of several processes that start at once, one wins, and the others use its key.
    await link(draft, file)
    return bytes
  } catch {
    return (await readKey(file)) ?? new Uint8Array()
  } finally {
    await unlink(draft)
  }
}
