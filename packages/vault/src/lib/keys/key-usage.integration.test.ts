import { createVaultWorld, keyBytes, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.ts'

beforeAll(warmUp, 60_000)

const oldKey = { keyId: 'key-1', bytes: keyBytes }
const newKey = { keyId: 'key-2', bytes: new Uint8Array(32).fill(8) }
const hourMs = 3_600_000

describe('listKeys()', () => {
  it('keeps a key that was replaced, and says that it can be removed', async () => {
    const { world } = await createWorld()
    const { vault } = await world.createProcess({ keys: createKeyring([newKey, oldKey]) })
    await vault.reencrypt()
    await world.time.advance(1)
    expect(await stateOf(vault, 'key-1')).toMatchObject({ records: 0, isRetirable: true })
  })

  it('names a key that is not in use yet', async () => {
    const { world } = await createWorld()
    const { vault } = await world.createProcess({ keys: createKeyring([oldKey, newKey]) })
    expect(await stateOf(vault, 'key-2')).toEqual({
      keyId: 'key-2',
      isCurrent: false,
      records: 0,
      usedUntil: undefined,
      isRetirable: false,
    })
  })

  it('asks the provider for the current key, as reencrypt() does', async () => {
    const { world } = await createWorld()
    let ring = createKeyring([oldKey])
    const { vault } = await world.createProcess({
      keys: {
        current: () => ring.current(),
        byId: (keyId) => ring.byId(keyId),
        keyIds: () => ring.keyIds?.() ?? [],
      },
    })
    ring = createKeyring([newKey, oldKey])
    expect(await vault.reencrypt()).toMatchObject({ reencrypted: 1 })
    ring = createKeyring([oldKey, newKey])
    expect(await stateOf(vault, 'key-1')).toMatchObject({ isCurrent: true })
  })

  it('says when the old key can be removed', async () => {
    const { world, vault, id } = await createWorld()
    const { vault: next } = await world.createProcess({ keys: createKeyring([newKey, oldKey]) })
    await vault.noteKeyUse('key-1', world.time.now() + hourMs)
    expect(await stateOf(next, 'key-1')).toMatchObject({ records: 1, isRetirable: false })
    await next.reencrypt()
    expect(await stateOf(next, 'key-1')).toMatchObject({ records: 0, isRetirable: false })
    await world.time.advance(hourMs + 1)
    expect(await stateOf(next, 'key-1')).toMatchObject({ records: 0, isRetirable: true })
    expect(await stateOf(next, 'key-2')).toMatchObject({
      isCurrent: true,
      records: 1,
      isRetirable: false,
    })
    expect(await next.read(id)).toBeDefined()
  })

  it('keeps the latest use of all processes', async () => {
    const { world, vault } = await createWorld()
    const { vault: other } = await world.createProcess()
    const until = world.time.now() + hourMs
    await Promise.all([
      vault.noteKeyUse('key-0', until),
      other.noteKeyUse('key-0', until + 5),
      vault.noteKeyUse('key-0', until - 5),
    ])
    expect(await stateOf(other, 'key-0')).toMatchObject({ usedUntil: until + 5 })
  })

  it('does not count uses of another client', async () => {
    const { world, vault } = await createWorld()
    const { vault: other } = await world.createProcess({ clientId: 'second-app' })
    await vault.noteKeyUse('key-0', world.time.now() + hourMs)
    expect(await stateOf(other, 'key-0')).toBeUndefined()
  })
})

async function createWorld() {
  const world = await createVaultWorld()
  const { vault } = await world.createProcess()
  return { world, vault, id: await vault.add(await world.signIn()) }
}

async function stateOf(
  vault: { listKeys: () => Promise<readonly { readonly keyId: string }[]> },
  keyId: string,
) {
  const states = await vault.listKeys()
  return states.find((state) => state.keyId === keyId)
}
