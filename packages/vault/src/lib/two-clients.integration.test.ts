import { createVaultWorld, interposeStore, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SchedulerOptions } from './background/scheduler.ts'

beforeAll(warmUp, 60_000)

const hourMs = 3_600_000

describe('two apps with one store', () => {
  it("do not refresh each other's grants in the background", async () => {
    const { world, first, second, ids } = await createTwoApps({ scheduler: { pollMs: 600_000 } })
    first.vault.start()
    second.vault.start()
    await world.time.advance(24 * hourMs)
    const refreshed = (process: typeof first): string[] =>
      process.events.filter(({ type }) => type === 'refreshed').map(({ grantId }) => `${grantId}`)
    expect(refreshed(first)).toEqual([ids.first])
    expect(refreshed(second)).toEqual([ids.second])
    expect([...first.events, ...second.events].map(({ type }) => type)).not.toContain(
      'sign-in-required',
    )
    await Promise.all([first.vault.close(), second.vault.close()])
  })

  it.each(['getAccessToken', 'read', 'refresh', 'revoke'] as const)(
    'refuse the grant of the other in %s()',
    async (method) => {
      const { world, first, second, ids } = await createTwoApps()
      const before = await world.readRecord(ids.second)
      await expect(first.vault[method](ids.second)).rejects.toMatchObject({
        name: 'VaultError',
        code: 'other_client',
        retryable: false,
        message: expect.stringContaining('issued to another client id'),
      })
      expect(await world.readRecord(ids.second)).toEqual(before)
      expect(await second.vault.getAccessToken(ids.second)).toEqual(expect.any(String))
    },
  )

  it("leave each other's grants out of reencrypt()", async () => {
    const { world, first } = await createTwoApps()
    const { createKeyring } = await import('./keys/keyring.ts')
    const { vault } = await world.createProcess({
      keys: createKeyring([
        { keyId: 'key-2', bytes: new Uint8Array(32).fill(8) },
        { keyId: 'key-1', bytes: new Uint8Array(32).fill(7) },
      ]),
    })
    expect(await vault.reencrypt()).toEqual({ reencrypted: 1, unreadable: [] })
    expect(await world.store.countByKey('second-app')).toEqual([{ keyId: 'key-1', records: 1 }])
    await first.vault.close()
  })

  it("leave each other's pending revocations alone", async () => {
    const { world, first, second, ids } = await createTwoApps()
    world.sandbox.faults.add({ match: 'POST /ims/revoke', status: 503, times: 1 })
    await second.vault.revoke(ids.second)
    await world.time.settle()
    await second.vault.close()
    first.vault.start()
    await world.time.advance(60_000)
    expect(first.events.map(({ type }) => type)).not.toContain('revocation-settled')
    expect(await world.readRecord(ids.second)).toMatchObject({ isRevocationPending: true })
    await first.vault.close()
  })

  it('do not accept a grant whose client id was changed in the store', async () => {
    const { world, ids } = await createTwoApps()
    const record = await world.readRecord(ids.second)
    await world.putRecord(ids.second, { ...record, clientId: 'commerce-admin' })
    const { vault } = await world.createProcess()
    await expect(vault.getAccessToken(ids.second)).rejects.toMatchObject({ code: 'corrupt_record' })
  })
})

describe('listBySubject()', () => {
  it('returns the grants of a user, and no tokens', async () => {
    const { world, first, ids } = await createTwoApps()
    const again = await first.vault.add(await world.signIn())
    await first.vault.add(await world.signIn('ada@wknd.test'))
    const subject = await subjectOf(first.vault, ids.first)
    const { grants, next } = await first.vault.listBySubject(subject)
    expect(grants.map(({ id }) => id).toSorted()).toEqual([ids.first, again].toSorted())
    expect(next).toBeUndefined()
    expect(JSON.stringify(grants)).not.toMatch(/token/i)
  })

  it('returns them in parts', async () => {
    const { world, first, ids } = await createTwoApps()
    await first.vault.add(await world.signIn())
    const subject = await subjectOf(first.vault, ids.first)
    const { grants } = await first.vault.listBySubject(subject, { limit: 10 })
    expect(grants).toHaveLength(2)
    await expect(first.vault.listBySubject(subject, { limit: 0 })).rejects.toMatchObject({
      option: 'limit',
    })
  })

  it('knows no grants of an unknown user', async () => {
    const { first } = await createTwoApps()
    expect(await first.vault.listBySubject('unknown@AdobeID')).toEqual({
      grants: [],
      next: undefined,
    })
  })

  it('reads no other records', async () => {
    const { world, first, ids } = await createTwoApps()
    await first.vault.add(await world.signIn('ada@wknd.test'))
    let reads = 0
    const store = interposeStore(world.store, ({ method }) => {
      if (method === 'read') reads += 1
    })
    const { vault } = await world.createProcess({ store })
    await vault.listBySubject(await subjectOf(first.vault, ids.first))
    expect(reads).toBe(1)
  })

  it('leaves out a grant that cannot be opened', async () => {
    const { world, first, ids } = await createTwoApps()
    const broken = await first.vault.add(await world.signIn())
    const record = await world.readRecord(broken)
    await world.putRecord(broken, { ...record, sealed: 'garbage' })
    const { vault, events } = await world.createProcess()
    const { grants } = await vault.listBySubject(await subjectOf(first.vault, ids.first))
    expect(grants.map(({ id }) => id)).toEqual([ids.first])
    expect(events).toContainEqual(expect.objectContaining({ type: 'unreadable', grantId: broken }))
  })
})

describe('revokeBySubject()', () => {
  it('signs a user out everywhere, and others not', async () => {
    const { world, first, second, ids } = await createTwoApps()
    await first.vault.add(await world.signIn())
    const ada = await first.vault.add(await world.signIn('ada@wknd.test'))
    const subject = await subjectOf(first.vault, ids.first)
    expect(await first.vault.revokeBySubject(subject, { reason: 'everywhere' })).toBe(2)
    const revoked = first.events.filter(({ type }) => type === 'revoked')
    expect(revoked).toEqual([
      expect.objectContaining({ subject, reason: 'everywhere' }),
      expect.objectContaining({ subject, reason: 'everywhere' }),
    ])
    await expect(first.vault.getAccessToken(ids.first)).rejects.toMatchObject({
      code: 'no_session',
    })
    expect(await first.vault.getAccessToken(ada)).toEqual(expect.any(String))
    expect(await second.vault.getAccessToken(ids.second)).toEqual(expect.any(String))
    expect(await first.vault.revokeBySubject(subject)).toBe(0)
  })

  it('removes also what cannot be opened', async () => {
    const { world, first, ids } = await createTwoApps()
    const subject = await subjectOf(first.vault, ids.first)
    const record = await world.readRecord(ids.first)
    await world.putRecord(ids.first, { ...record, sealed: 'garbage' })
    const { vault } = await world.createProcess()
    expect(await vault.revokeBySubject(subject)).toBe(1)
    expect(await world.store.read(ids.first)).toBeUndefined()
  })
})

async function createTwoApps(options: { readonly scheduler?: SchedulerOptions } = {}) {
  const world = await createVaultWorld()
  const first = await world.createProcess(options)
  const second = await world.createProcess({ ...options, clientId: 'second-app' })
  const ids = {
    first: await first.vault.add(await world.signIn()),
    second: await second.vault.add(
      await world.signIn('cora@wknd.test', { clientId: 'second-app' }),
    ),
  }
  return { world, first, second, ids }
}

async function subjectOf(
  vault: { read: (id: string) => Promise<{ subject: string | undefined } | undefined> },
  id: string,
): Promise<string> {
  const grant = await vault.read(id)
  if (grant?.subject === undefined) throw new Error('The user is not known.')
  return grant.subject
}
