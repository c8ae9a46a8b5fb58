import { randomUUID } from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import type { SigningKeys } from '../state/signing-key.ts'
import { homeFolder, inPrivateFolder } from './home-folder.ts'
import { errorCode } from './read-failure.ts'
import { generateKeys, importKeys } from './rsa-key.ts'

/** The keys of this user's sandboxes. */
export interface KeptSigningKeys {
  /** For `createSandbox()`. */
  readonly signingKeys: SigningKeys
  /** One sentence that says why they were made, where this call made them. */
  readonly reason: string | undefined
}

/** Where the keys are kept. */
export interface ReadSigningKeysOptions {
  /** The folder; by default `signing-keys` in the one that `MUDBRICK_HOME` names, or in `~/.mudbrick`. */
  readonly directory?: string
}

/**
 * Reads the keys by which this user's sandboxes sign tokens, and makes them where there are none that work: a
 * sandbox that is started again then still knows its tokens, and starts faster.
 *
 * @throws {@link SandboxError} `invalid_configuration` when the folder cannot be used.
 */
export async function readSigningKeys(
  options: ReadSigningKeysOptions = {},
): Promise<KeptSigningKeys> {
  const directory = resolve(options.directory ?? join(homeFolder(), 'signing-keys'))
  return inPrivateFolder(directory, 'signing keys', () =>
    findOrGenerate(join(directory, 'keys.json')),
  )
}

async function findOrGenerate(path: string): Promise<KeptSigningKeys> {
  const text = await readIfPresent(path)
  const found = text === undefined ? undefined : parseKeys(text)
  if (found !== undefined) {
    await chmod(path, 0o600)
    return { signingKeys: found, reason: undefined }
  }
  if (text !== undefined) await rm(path, { force: true })
  const made = await generateKeys()
  if (await addFile(path, JSON.stringify(made, undefined, 2))) {
    return { signingKeys: importKeys(made), reason: explain(path, text) }
  }
  // Another process was first: what it made is there whole.
  return findOrGenerate(path)
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The keys of a text, or undefined when it holds none that sign. */
function parseKeys(text: string): SigningKeys | undefined {
  try {
    return importKeys(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Adds a file whole; false when there is one already. */
async function addFile(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
    await link(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

function explain(path: string, previous: string | undefined): string {
  if (previous === undefined) return `Keys to sign tokens with were made in ${path}.`
  return `The signing keys in ${path} could not be used, so new ones were made: tokens of before are not known any more.`
}
