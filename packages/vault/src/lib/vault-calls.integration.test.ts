import { createVaultWorld, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Vault } from './vault.ts'

beforeAll(warmUp, 60_000)

// What programs without types get wrong.
type Loose = {
  readonly [Name in keyof Vault]: (...parameters: readonly unknown[]) => Promise<unknown>
}

describe('a call with a wrong argument', () => {
  it.each<[keyof Vault, readonly unknown[], string]>([
    ['read', [undefined], 'id is undefined: give the id that add() returned.'],
    ['read', [''], 'id is an empty text: give the id that add() returned.'],
    ['getAccessToken', [undefined], 'id is undefined: give the id that add() returned.'],
    ['refresh', [42], 'id is 42: give the id that add() returned.'],
    ['revoke', [{}], 'id is a value of type object: give the id that add() returned.'],
    ['add', [undefined], 'grant has no tokens: give what finishAuthorization()'],
    ['add', [{}], 'grant has no tokens: give what finishAuthorization()'],
    ['addOnce', [undefined, () => {}], 'name is undefined: give a secret of this sign-in'],
    ['addOnce', ['secret', 5], 'obtain is 5: give a function.'],
    ['addOnce', ['secret', async () => ({})], 'obtain returned no grant: return { grant }'],
    ['listBySubject', [undefined], "subject is undefined: give the user's id at IMS"],
    ['revokeBySubject', [undefined], "subject is undefined: give the user's id at IMS"],
    ['noteKeyUse', ['key-1', 'x'], 'until is a value of type string: give an instant'],
    ['revoke', ['id', { raeson: 'x' }], 'raeson'],
    ['getAccessToken', ['id', { minimumTtlMs: 'x' }], 'minimumTtlMs is a value of type string'],
  ])('%s(%j) says what to give', async (method, parameters, words) => {
    const world = await createVaultWorld()
    const { vault } = await world.createProcess()
    await expect((vault as unknown as Loose)[method](...parameters)).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'invalid_option',
      message: expect.stringContaining(words),
    })
  })

  it('does not repeat a text that may be a secret', async () => {
    const world = await createVaultWorld()
    const { vault } = await world.createProcess()
    const error = await vault
      .noteKeyUse('key-1', 'fake-token' as never)
      .catch((reason: unknown) => reason)
    expect(String(error)).not.toContain('fake-token')
  })

  it.each([
    [{ scheduler: { rate: 3 } }, 'rate'],
    [{ clock: 5 }, 'clock is not a clock'],
    [{ random: 5 }, 'random is not a function'],
    [{ tracer: {} }, 'tracer is not a tracer'],
    [{ freshForMs: -1 }, 'freshForMs is -1'],
  ])('createVault(%j) says what to give', async (options, words) => {
    const world = await createVaultWorld()
    await expect(world.createProcess(options as object)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining(words),
    })
  })

  it('subscribe() takes only a function', async () => {
    const world = await createVaultWorld()
    const { vault } = await world.createProcess()
    expect(() => vault.subscribe(4 as never)).toThrow('listener is 4: give a function.')
  })
})

describe('add()', () => {
  it('refuses a grant of another client id', async () => {
    const world = await createVaultWorld()
    const { vault } = await world.createProcess()
    const grant = await world.signIn('cora@wknd.test', { clientId: 'second-app' })
    await expect(vault.add(grant)).rejects.toMatchObject({ code: 'other_client' })
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
  })
})

describe('a refresh that takes too long', () => {
  it('names the option that gives it more time', async () => {
    const world = await createVaultWorld()
    const { vault } = await world.createProcess({ fetch: () => new Promise(() => {}) })
    const id = await vault.add(await world.signIn())
    await expect(world.time.run(vault.refresh(id))).rejects.toThrow(
      'within 15000 ms: try again, or raise leaseMs of the vault.',
    )
  })
})
