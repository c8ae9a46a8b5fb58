import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEnvironmentKeyring } from './environment-keyring.ts'
import { createFileKeyring } from './file-keyring.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-keys-'))
  file = join(folder, 'keys')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('createFileKeyring()', () => {
  it('reads one key per line, with comments', async () => {
    write(`# the keys of the shop\nnew:${key(1)}\n\nold:${key(2)}\n`)
    const keys = createFileKeyring({ file })
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
    expect(await keys.byId('old')).toMatchObject({ keyId: 'old' })
  })

  it('reads the file again when it was replaced', async () => {
    write(`old:${key(2)}`)
    const keys = createFileKeyring({ file })
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    replace(`new:${key(1)}\nold:${key(2)}`)
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
    expect(await keys.byId('old')).toMatchObject({ keyId: 'old' })
  })

  it('keeps the keys, and reports it once, when the changed file cannot be used', async () => {
    write(`old:${key(2)}`)
    const errors: Error[] = []
    const keys = createFileKeyring({ file, onError: (error) => errors.push(error) })
    replace('nonsense')
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${file} has an entry that is not name:key`),
    ])
    rmSync(file)
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    expect(errors).toHaveLength(2)
    replace(`new:${key(1)}`)
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
  })

  it.skipIf(process.platform === 'win32')('refuses a file that others may read', () => {
    write(`old:${key(2)}`)
    chmodSync(file, 0o644)
    expect(() => createFileKeyring({ file })).toThrow(
      `${file} can be read by others: run chmod 600`,
    )
  })

  it('refuses a file that is not there, or is empty', () => {
    expect(() => createFileKeyring({ file })).toThrow(`${file} cannot be read (ENOENT)`)
    write('')
    expect(() => createFileKeyring({ file })).toThrow('has an entry that is not name:key')
  })

  it('is used by the environment variable that ends with _FILE', async () => {
    write(`new:${key(1)}`)
    const environment = { MUDBRICK_KEYS_FILE: file }
    expect(await createEnvironmentKeyring({ environment }).current()).toMatchObject({
      keyId: 'new',
    })
    const both = { ...environment, MUDBRICK_KEYS: `other:${key(2)}` }
    expect(() => createEnvironmentKeyring({ environment: both })).toThrow(
      'MUDBRICK_KEYS and MUDBRICK_KEYS_FILE are both set: remove one of them.',
    )
  })
})

function write(text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
}

function replace(text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function key(value: number): string {
  return Buffer.from(new Uint8Array(32).fill(value)).toString('base64url')
}
