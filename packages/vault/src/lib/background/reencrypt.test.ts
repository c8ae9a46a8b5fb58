import { describe, expect, it } from 'vitest'
import { createContent, type GrantContent } from '../grant-content.ts'
import type { GrantStore } from '../grant-store.ts'
import type { KeyProvider } from '../keys/key-provider.ts'
import { createKeyring } from '../keys/keyring.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'
import { createMemoryGrantStore } from '../stores/memory-grant-store.ts'
import { createWatch } from '../vault-clock.ts'
import { createVaultEvents, type VaultEvent } from '../vault-event.ts'
import { VaultError } from '../vault-error.ts'
import { reencryptGrants, type ReencryptOptions, type ReencryptProgress } from './reencrypt.ts'

const oldKey = { keyId: 'old', bytes: new Uint8Array(32).fill(1) }
const newKey = { keyId: 'new', bytes: new Uint8Array(32).fill(2) }
const oldKeys = createKeyring([oldKey])
const newKeys = createKeyring([newKey, oldKey])

describe('reencryptGrants()', () => {
  it('seals every grant with the current key, so that the old one can be removed', async () => {
    const world = await createWorld(150)
    expect(await world.reencrypt()).toEqual({ reencrypted: 150, unreadable: [] })
    expect(await world.store.countByKey('client-1')).toEqual([{ keyId: 'new', records: 150 }])
    const content = await world.read('grant-149', createKeyring([newKey]))
    expect(content?.refreshToken).toBe('fake-refresh-token-149')
  })

  it('changes nothing of a grant, of what stands in the clear neither', async () => {
    const world = await createWorld(1)
    const before = await world.store.read('grant-0')
    await world.reencrypt()
    const after = await world.store.read('grant-0')
    expect(after).toMatchObject({ version: 2, dueAt: before?.dueAt, isRevocationPending: false })
    expect(await world.read('grant-0', newKeys)).toEqual(contentOf(0))
  })

  it('leaves alone what the current key has sealed', async () => {
    const world = await createWorld(3, newKeys)
    expect(await world.reencrypt()).toEqual({ reencrypted: 0, unreadable: [] })
    expect(await world.store.read('grant-0')).toHaveProperty('version', 1)
  })

  it('goes on where it was stopped', async () => {
    const world = await createWorld(150)
    const controller = new AbortController()
    const reason = new Error('The server is shut down.')
    const stopped = world.reencrypt({
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    })
    await expect(stopped).rejects.toBe(reason)
    const { reencrypted } = await world.reencrypt()
    expect(reencrypted).toBeGreaterThan(0)
    expect(reencrypted).toBeLessThan(150)
    expect(await world.store.countByKey('client-1')).toEqual([{ keyId: 'new', records: 150 }])
  })

  it('tells how far it has come', async () => {
    const world = await createWorld(150)
    const progress: ReencryptProgress[] = []
    await world.reencrypt({ onProgress: (soFar) => progress.push(soFar) })
    expect(progress.at(-1)).toEqual({ reencrypted: 150, unreadable: 0 })
    expect(progress.length).toBeGreaterThan(1)
  })

  it('names what it cannot open, and does the rest', async () => {
    const world = await createWorld(10)
    const record = await world.store.read('grant-3')
    await world.store.compareAndSwap('grant-3', 1, record && { ...record, version: 2 })
    expect(await world.reencrypt()).toEqual({
      reencrypted: 9,
      unreadable: [{ grantId: 'grant-3', code: 'misplaced_record' }],
    })
    expect(world.heard).toContainEqual(
      expect.objectContaining({ type: 'unreadable', grantId: 'grant-3' }),
    )
    expect(await world.store.countByKey('client-1')).toEqual([
      { keyId: 'new', records: 9 },
      { keyId: 'old', records: 1 },
    ])
  })

  it('names everything when the old key was removed too early', async () => {
    const world = await createWorld(2)
    const { unreadable } = await reencryptGrants({ ...world, keys: createKeyring([newKey]) })
    expect(unreadable.map(({ code }) => code)).toEqual(['unknown_key', 'unknown_key'])
  })

  it('seals what another process has written meanwhile', async () => {
    const world = await createWorld(1)
    let writes = 0
    const compareAndSwap: GrantStore['compareAndSwap'] = async (id, version, record) => {
      writes += 1
      if (writes === 1) await world.put(id, 1, contentOf(1), oldKeys)
      return world.store.compareAndSwap(id, version, record)
    }
    const store = { ...world.store, compareAndSwap }
    expect(await reencryptGrants({ ...world, store })).toMatchObject({ reencrypted: 1 })
    expect(await world.read('grant-0', newKeys)).toEqual(contentOf(1))
    expect(await world.store.read('grant-0')).toHaveProperty('version', 3)
  })

  it('does not count what another process has sealed or removed meanwhile', async () => {
    const world = await createWorld(2)
    const read: GrantStore['read'] = async (id) => {
      if (id === 'grant-0') await world.put(id, 1, contentOf(0), newKeys)
      else await world.store.compareAndSwap(id, 1, undefined)
      return world.store.read(id)
    }
    const store = { ...world.store, read }
    expect(await reencryptGrants({ ...world, store })).toEqual({ reencrypted: 0, unreadable: [] })
  })

  it('rejects when the store is down, since then nothing is wrong with the grants', async () => {
    const world = await createWorld(1)
    const failure = new VaultError('store_unavailable')
    const store = { ...world.store, read: () => Promise.reject(failure) }
    await expect(reencryptGrants({ ...world, store })).rejects.toBe(failure)
  })

  it('says of each grant which key it was sealed with', async () => {
    const world = await createWorld(1)
    await world.reencrypt()
    expect(world.heard).toMatchObject([
      { type: 'reencrypted', grantId: 'grant-0', formerKeyId: 'old' },
    ])
  })
})

function contentOf(index: number): GrantContent {
  const createdAt = Date.UTC(2026, 5, 1, 9)
  return createContent({
    clientId: 'client-1',
    generation: 1,
    state: { status: 'active' },
    subject: 'ada@AdobeID',
    profile: undefined,
    scopes: ['openid'],
    createdAt,
    receivedAt: createdAt,
    expiresAt: createdAt + 86_400_000,
    dueAt: createdAt + 80_000_000,
    isRevocationPending: false,
    isUsed: true,
    trouble: undefined,
    accessToken: `fake-access-token-${index}`,
    refreshToken: `fake-refresh-token-${index}`,
    revoking: [],
  })
}

async function createWorld(grants: number, sealedWith: KeyProvider = oldKeys) {
  const store = createMemoryGrantStore()
  const { emit, subscribe } = createVaultEvents({ now: () => 0 })
  const heard: VaultEvent[] = []
  subscribe((event) => heard.push(event))
  const put = async (
    id: string,
    version: number,
    content: GrantContent,
    keys: KeyProvider,
  ): Promise<void> => {
    const record = await sealGrant(keys, id, version + 1, content)
    await store.compareAndSwap(id, version, record)
  }
  const indices = Array.from({ length: grants }, (_, index) => index)
  await Promise.all(indices.map((index) => put(`grant-${index}`, 0, contentOf(index), sealedWith)))

  const ims = { clientId: 'client-1' }
  const watch = createWatch({ now: () => 0, elapsed: () => 0, setTimer: () => () => {} })
  const noted: string[] = []
  const keyUsage = { note: async (keyId: string) => void noted.push(keyId) }
  const context = { ims, store, keys: newKeys, emit, watch, keyUsage }
  return {
    ...context,
    noted,
    heard,
    put,
    reencrypt: (options?: ReencryptOptions) => reencryptGrants(context, options),
    read: async (id: string, keys: KeyProvider) => {
      const record = await store.read(id)
      return record && openGrant(keys, id, record)
    },
  }
}
