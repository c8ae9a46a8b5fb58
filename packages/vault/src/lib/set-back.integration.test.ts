import { createVaultWorld, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'

beforeAll(warmUp, 60_000)

describe('a record that was set back in the store', () => {
  it('is written over with the newer tokens by a process that knows them', async () => {
    const { world, id, vault, events } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(vault.refresh(id))
    const token = await vault.getAccessToken(id)
    await world.putRecord(id, old)
    await world.time.advance(1_000)
    expect(await vault.getAccessToken(id)).toBe(token)
    expect(events.filter(({ type }) => type === 'rolled-back')).toHaveLength(1)
    const { vault: next } = await world.createProcess()
    expect(await next.getAccessToken(id)).toBe(token)
  })

  it('can be refreshed afterwards, since its only refresh token was kept', async () => {
    const { world, id, vault } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(vault.refresh(id))
    await world.putRecord(id, old)
    await world.time.advance(1_000)
    await expect(world.time.run(vault.refresh(id))).resolves.toMatchObject({ status: 'active' })
    expect(world.refreshes()).toBe(2)
  })

  it('takes new tokens that arrive while it is set back', async () => {
    const { world, id, vault: first } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(first.refresh(id))
    const { vault } = await world.createProcess({
      fetch: async (request, send) => {
        const response = await send(request)
        await world.putRecord(id, old)
        return response
      },
    })
    await world.time.run(vault.refresh(id))
    const token = await vault.getAccessToken(id)
    const { vault: next } = await world.createProcess()
    expect(await next.getAccessToken(id)).toBe(token)
    await expect(world.time.run(next.refresh(id))).resolves.toMatchObject({ status: 'active' })
  })

  it('takes new tokens of a process that has forgotten the grant', async () => {
    const { world, id, vault: first } = await createSignedIn()
    const other = await first.add(await world.signIn('ada@wknd.test'))
    const old = await world.readRecord(id)
    await world.time.run(first.refresh(id))
    const { vault } = await world.createProcess({
      cacheLimit: 1,
      fetch: async (request, send) => {
        const response = await send(request)
        await vault.read(other)
        await world.putRecord(id, old)
        return response
      },
    })
    await world.time.run(vault.refresh(id))
    const { vault: next } = await world.createProcess()
    await expect(world.time.run(next.refresh(id))).resolves.toMatchObject({ status: 'active' })
  })

  it('does not bring back a grant that was revoked', async () => {
    const { world, id, vault } = await createSignedIn()
    const old = await world.readRecord(id)
    world.sandbox.faults.add({ match: 'POST /ims/revoke', status: 503 })
    await vault.revoke(id)
    await world.putRecord(id, old)
    await world.time.advance(1_000)
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'no_session' })
    const { vault: next } = await world.createProcess()
    await expect(next.getAccessToken(id)).rejects.toMatchObject({ code: 'no_session' })
  })

  it('keeps the newer tokens over what another process made of the older ones', async () => {
    const { world, id, vault } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(vault.refresh(id))
    const token = await vault.getAccessToken(id)
    await world.putRecord(id, old)
    const { vault: other } = await world.createProcess()
    // The older refresh token is used up, so that the other process gives the grant up.
    await expect(world.time.run(other.refresh(id))).rejects.toMatchObject({
      code: 'refresh_rejected',
    })
    await world.time.advance(1_000)
    expect(await vault.getAccessToken(id)).toBe(token)
    await world.time.advance(1_000)
    expect(await other.getAccessToken(id)).toBe(token)
  })

  it('respects a revocation that another process made of the older tokens', async () => {
    const { world, id, vault } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(vault.refresh(id))
    await world.putRecord(id, old)
    const { vault: other } = await world.createProcess()
    await other.revoke(id)
    await world.time.advance(1_000)
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'no_session' })
  })
})

async function createSignedIn() {
  const world = await createVaultWorld()
  const { vault, events } = await world.createProcess()
  const id = await vault.add(await world.signIn())
  return { world, vault, events, id }
}
