import { ConfigurationError } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.ts'
import { rememberKeys } from './remembered-keys.ts'
import { createUnwrappingKeyring } from './unwrapping-keyring.ts'

describe('createKeyring()', () => {
  it('seals with the first key and opens with all', async () => {
    const keys = createKeyring([entry('new'), entry('old')])
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
    expect(await keys.byId('old')).toMatchObject({ keyId: 'old' })
    expect(await keys.byId('other')).toBeUndefined()
  })

  it('returns keys that cannot be printed', async () => {
    const { key } = await createKeyring([entry('new')]).current()
    expect(key.extractable).toBe(false)
    expect(key.algorithm).toEqual({ name: 'AES-KW', length: 256 })
  })

  it.each([
    ['no key', [], 'is empty'],
    ['a short key', [{ keyId: 'short', bytes: new Uint8Array(16) }], 'short of 16 bytes'],
    ['a name with a comma', [entry('a,b')], 'letters, digits'],
    ['a name twice', [entry('a'), entry('a')], 'two keys named a'],
  ])('rejects %s', (_, entries, words) => {
    expect(() => createKeyring(entries)).toThrow(ConfigurationError)
    expect(() => createKeyring(entries)).toThrow(words)
  })
})

describe('createUnwrappingKeyring()', () => {
  it('has each key unwrapped once, by all who need it at a time', async () => {
    const asked: string[] = []
    const keys = createUnwrappingKeyring({
      current: 'new',
      wrapped: { new: new Uint8Array([1]), old: new Uint8Array([2]) },
      unwrap: async (wrapped, keyId) => {
        asked.push(keyId)
        return new Uint8Array(32).fill(wrapped[0] ?? 0)
      },
    })
    await Promise.all([keys.current(), keys.byId('new'), keys.byId('old')])
    await keys.byId('old')
    expect(asked).toEqual(['new', 'old'])
  })

  it('asks again for what the service failed at', async () => {
    let calls = 0
    const keys = createUnwrappingKeyring({
      current: 'new',
      wrapped: { new: new Uint8Array([1]) },
      unwrap: async () => {
        calls += 1
        if (calls === 1) throw new Error('KMS is down')
        return new Uint8Array(32)
      },
    })
    await expect(keys.current()).rejects.toThrow('KMS is down')
    await expect(keys.current()).resolves.toMatchObject({ keyId: 'new' })
  })

  it('rejects a current key that is not there', async () => {
    const keys = createUnwrappingKeyring({
      current: 'new',
      wrapped: {},
      unwrap: async () => new Uint8Array(32),
    })
    await expect(keys.current()).rejects.toThrow('no key new')
  })

  it('has no key by the name of what every object has', async () => {
    const keys = createUnwrappingKeyring({
      current: 'new',
      wrapped: {},
      unwrap: async () => new Uint8Array(32),
    })
    expect(await keys.byId('constructor')).toBeUndefined()
  })
})

describe('rememberKeys()', () => {
  it('asks a provider for each key once', async () => {
    const asked: string[] = []
    const ring = createKeyring([entry('new'), entry('old')])
    const provider = {
      current: () => (asked.push('current'), ring.current()),
      byId: (keyId: string) => (asked.push(keyId), ring.byId(keyId)),
    }
    const keys = rememberKeys(provider, { elapsed: () => 0 })
    await Promise.all([keys.current(), keys.current()])
    await keys.byId('new')
    await keys.byId('old')
    await keys.byId('old')
    expect(asked).toEqual(['current', 'old'])
  })

  it('asks again for what was not there', async () => {
    let isThere = false
    const ring = createKeyring([entry('new'), entry('old')])
    const provider = {
      current: ring.current,
      byId: async (keyId: string) => (isThere ? ring.byId(keyId) : undefined),
    }
    const keys = rememberKeys(provider, { elapsed: () => 0 })
    expect(await keys.byId('old')).toBeUndefined()
    isThere = true
    expect(await keys.byId('old')).toMatchObject({ keyId: 'old' })
  })

  it('asks every second which key is the current one', async () => {
    let now = 0
    let provider = createKeyring([entry('old')])
    const keys = rememberKeys(
      { current: () => provider.current(), byId: (keyId) => provider.byId(keyId) },
      { elapsed: () => now },
    )
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    provider = createKeyring([entry('newest'), entry('old')])
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
    now = 1_000
    expect(await keys.current()).toMatchObject({ keyId: 'newest' })
  })

  it('keeps the current key while the provider fails', async () => {
    let now = 0
    let isDown = false
    const ring = createKeyring([entry('old')])
    const current = () => (isDown ? Promise.reject(new Error('KMS is down')) : ring.current())
    const keys = rememberKeys({ current, byId: ring.byId }, { elapsed: () => now })
    await keys.current()
    isDown = true
    now = 5_000
    expect(await keys.current()).toMatchObject({ keyId: 'old' })
  })
})

function entry(keyId: string) {
  return { keyId, bytes: new Uint8Array(32).fill(keyId.length) }
}
