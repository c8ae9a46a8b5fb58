import { createGate, createVaultWorld, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'

beforeAll(warmUp, 60_000)

describe('addOnce()', () => {
  it('obtains a grant once for all callers of a process', async () => {
    const { world, vault, grant } = await createWorld()
    const gate = createGate()
    const obtain = async () => {
      await gate.pass()
      return { grant }
    }
    const both = [vault.addOnce('secret-1', obtain), vault.addOnce('secret-1', obtain)] as const
    await world.time.settle()
    gate.open()
    const [one, other] = await Promise.all(both)
    expect(one.isNew).toBe(true)
    expect(other).toEqual({ id: one.id, isNew: false })
    expect(gate.arrivals()).toBe(1)
    expect(await vault.getAccessToken(one.id)).toBe(grant.tokenSet.accessToken)
  })

  it('obtains a grant once for all processes', async () => {
    const { world, vault, grant } = await createWorld()
    const { vault: other } = await world.createProcess()
    const gate = createGate()
    const first = vault.addOnce('secret-1', async () => {
      await gate.pass()
      return { grant }
    })
    await world.time.settle()
    const second = other.addOnce('secret-1', () => Promise.reject(new Error('asked twice')))
    await world.time.advance(500)
    gate.open()
    const { id } = await world.time.run(first)
    expect(await world.time.run(second)).toEqual({ id, isNew: false })
  })

  it('returns the same id later', async () => {
    const { world, vault, grant } = await createWorld()
    const { id } = await vault.addOnce('secret-1', async () => ({ grant }))
    const { vault: other } = await world.createProcess()
    const again = await other.addOnce('secret-1', () => Promise.reject(new Error('asked twice')))
    expect(again).toEqual({ id, isNew: false })
  })

  it('gives other names other ids', async () => {
    const { world, vault, grant } = await createWorld()
    const one = await vault.addOnce('secret-1', async () => ({ grant }))
    const other = await vault.addOnce('secret-2', async () => ({ grant: await world.signIn() }))
    expect(other.id).not.toBe(one.id)
    expect(other.isNew).toBe(true)
  })

  it('asks again after a failure', async () => {
    const { world, vault, grant } = await createWorld()
    const failure = new Error('The code was refused.')
    await expect(vault.addOnce('secret-1', () => Promise.reject(failure))).rejects.toBe(failure)
    await world.time.settle()
    const added = await world.time.run(vault.addOnce('secret-1', async () => ({ grant })))
    expect(added.isNew).toBe(true)
  })

  it('keeps its right while IMS takes longer than a lease', async () => {
    const { world, vault, grant } = await createWorld()
    const { vault: other } = await world.createProcess()
    const gate = createGate()
    const first = vault.addOnce('secret-1', async () => {
      await gate.pass()
      return { grant }
    })
    await world.time.advance(40_000)
    const second = other.addOnce('secret-1', () => Promise.reject(new Error('asked twice')))
    await world.time.advance(10_000)
    gate.open()
    const { id } = await world.time.run(first)
    expect(await world.time.run(second)).toEqual({ id, isNew: false })
  })

  it('takes over from a process that was killed, when its lease is over', async () => {
    const { world, vault, grant } = await createWorld()
    const killed = await world.createProcess()
    void killed.vault.addOnce('secret-1', () => new Promise(() => {}))
    await world.time.settle()
    killed.freeze()
    const startedAt = world.time.elapsed()
    const added = await world.time.run(vault.addOnce('secret-1', async () => ({ grant })))
    expect(added.isNew).toBe(true)
    expect(world.time.elapsed() - startedAt).toBeLessThanOrEqual(30_200)
  })
})

async function createWorld() {
  const world = await createVaultWorld()
  const { vault } = await world.createProcess()
  return { world, vault, grant: await world.signIn() }
}
