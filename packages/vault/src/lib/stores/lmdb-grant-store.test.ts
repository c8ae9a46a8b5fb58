import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '@mudbrick/http'
import { open } from 'lmdb'
import { afterEach, describe, expect, it } from 'vitest'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { createLmdbGrantStore } from './lmdb-grant-store.ts'

const record = { version: 1, keyId: 'k', dueAt: 1, isRevocationPending: false, sealed: 'sealed' }
const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('createLmdbGrantStore()', () => {
  it.each(checks)('%s', async (_, run) => {
    const folder = createFolder()
    await expect(run(() => createLmdbGrantStore({ folder }))).resolves.toBeUndefined()
  })

  it('rejects what is asked after it was closed', async () => {
    const store = createLmdbGrantStore({ folder: createFolder() })
    await store.close()
    await expect(store.read('a')).rejects.toMatchObject({ code: 'closed' })
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({ code: 'closed' })
  })

  it('names the record whose bytes make no sense', async () => {
    const folder = createFolder()
    const store = createLmdbGrantStore({ folder })
    const root = open({ path: folder, noSubdir: false })
    const bytes = root.openDB({ name: 'grants', encoding: 'binary' })
    await bytes.put('a', Buffer.from([0xdd, 0xff, 0xff, 0xff]))
    await root.close()
    await expect(store.read('a')).rejects.toMatchObject({ code: 'corrupt_record', grantId: 'a' })
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
      code: 'corrupt_record',
    })
    expect(await store.compareAndSwap('b', 0, record)).toBe(true)
    await store.close()
  })

  it('names the record that somebody else has written', async () => {
    const folder = createFolder()
    const store = createLmdbGrantStore({ folder })
    const root = open({ path: folder, noSubdir: false })
    await root.openDB({ name: 'grants' }).put('a', { version: 1 })
    await root.close()
    await expect(store.read('a')).rejects.toMatchObject({ code: 'corrupt_record', grantId: 'a' })
    await store.close()
  })

  describe('folder', () => {
    it.skipIf(process.platform === 'win32')('is made for its owner alone', async () => {
      const folder = join(createFolder(), 'data', 'grants.d')
      await createLmdbGrantStore({ folder }).close()
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      expect(statSync(join(folder, 'data.mdb')).isFile()).toBe(true)
    })

    it.skipIf(process.platform === 'win32')('is refused when others may look into it', () => {
      const folder = createFolder()
      chmodSync(folder, 0o750)
      expect(() => createLmdbGrantStore({ folder })).toThrow(
        expect.objectContaining({
          code: 'invalid_option',
          option: 'folder',
          message: expect.stringContaining(`run chmod 700`),
        }),
      )
    })

    it.skipIf(process.platform === 'win32')('keeps its files for its owner alone', async () => {
      const folder = createFolder()
      const store = createLmdbGrantStore({ folder })
      await store.compareAndSwap('a', 0, record)
      const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)
      expect(modes).toEqual([0o600, 0o600])
      await store.close()
    })

    it.skipIf(process.platform === 'win32').each([
      ['is sticky', 0o1777, []],
      ['holds what others put there', 0o755, ['somebody.txt']],
    ])('is to be another one when it %s', (_, mode, names) => {
      const folder = createFolder()
      for (const name of names) writeFileSync(join(folder, name), '')
      chmodSync(folder, mode)
      expect(() => createLmdbGrantStore({ folder })).toThrow(
        `${folder} is a folder of others too: name one of the store's own, such as ${join(folder, 'vault')}.`,
      )
    })

    it.skipIf(process.platform === 'win32').each([
      ['removed', () => {}],
      [
        'replaced',
        (folder: string) => {
          mkdirSync(folder, { mode: 0o700 })
          writeFileSync(join(folder, 'data.mdb'), '')
        },
      ],
    ])('is missed within a second when it was %s', async (_, replace) => {
      const folder = createFolder()
      let now = 5_000
      const store = createLmdbGrantStore({ folder, clock: { now: () => now } })
      await store.compareAndSwap('a', 0, record)
      rmSync(folder, { recursive: true })
      replace(folder)
      now += 1_000
      const failure = {
        code: 'store_unavailable',
        message: 'The store does not answer: check it, then try again.',
        cause: {
          message: `The store's folder ${folder} was removed or replaced while this process had it open: restart all processes that share it.`,
        },
      }
      await expect(store.read('a')).rejects.toMatchObject(failure)
      await expect(store.compareAndSwap('b', 0, record)).rejects.toMatchObject(failure)
      await store.close()
    })

    it('is refused when it is a file', () => {
      const folder = join(createFolder(), 'file')
      writeFileSync(folder, '', { mode: 0o600 })
      expect(() => createLmdbGrantStore({ folder })).toThrow(ConfigurationError)
    })

    it('is refused when something else is in it', () => {
      const folder = createFolder()
      mkdirSync(join(folder, 'data.mdb'))
      expect(() => createLmdbGrantStore({ folder })).toThrow(ConfigurationError)
    })

    it('is refused when it has no name', () => {
      expect(() => createLmdbGrantStore({ folder: '' })).toThrow(ConfigurationError)
    })

    it('is missed when there are no options at all', () => {
      const create = createLmdbGrantStore as () => unknown
      expect(create).toThrow(expect.objectContaining({ code: 'invalid_option', option: 'folder' }))
    })
  })

  describe('lease()', () => {
    it('tells by the clock that it was given when a lease is over', async () => {
      let now = 5_000
      const clock = { now: () => now }
      const store = createLmdbGrantStore({ folder: createFolder(), clock })
      await store.lease('a', 1_000)
      now = 5_999
      expect(await store.lease('a', 1_000)).toBeUndefined()
      now = 6_000
      expect(await store.lease('a', 1_000)).toMatchObject({ fence: 2 })
      await store.close()
    })

    it('takes no heed of a lease from before the machine was started again', async () => {
      let now = 1_000_000
      const clock = { now: () => now }
      const store = createLmdbGrantStore({ folder: createFolder(), clock })
      await store.lease('a', 30_000)
      now = 20
      expect(await store.lease('a', 30_000)).toMatchObject({ fence: 2 })
      await store.close()
    })
  })
})

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-lmdb-'))
  folders.push(folder)
  return folder
}
