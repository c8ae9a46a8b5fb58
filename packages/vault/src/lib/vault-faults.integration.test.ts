import { revokeToken } from '@mudbrick/ims'
import {
  createVaultWorld,
  interposeStore,
  keyBytes,
  type VaultWorld,
  warmUp,
} from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import type { GrantRecord } from './grant-store.ts'
import { createKeyring } from './keys/keyring.ts'
import { VaultError } from './vault-error.ts'

beforeAll(warmUp, 60_000)

describe('IMS fails', () => {
  it.each([
    ['503', { status: 503 }],
    ['429', { status: 429, retryAfterSeconds: 1 }],
    ['no answer', { drop: true }],
    ['garbage', { status: 200, body: { type: 'text/html', text: '<h1>Welcome</h1>' } }],
    [
      'half an answer, before it has done anything',
      { status: 200, body: { type: 'application/json', text: '{"access_' } },
    ],
  ] as const)(
    'with %s: what is still good serves, and the next refresh works',
    async (_, fault) => {
      const { world, vault, id, grant, events } = await createSignedIn()
      await world.time.advance(23 * hourMs)
      world.sandbox.faults.add({ match: 'POST /ims/token/*', times: 1, ...fault })
      const request = { minimumTtlMs: 2 * hourMs }
      const { accessToken } = grant.tokenSet
      expect(await world.time.run(vault.getAccessToken(id, request))).toBe(accessToken)
      expect(events.at(-1)).toMatchObject({ type: 'refresh-failed', failure: 'transient' })
      await world.time.advance(1_000)
      expect(await world.time.run(vault.getAccessToken(id, request))).not.toBe(accessToken)
      expect(world.refreshes()).toBe(2)
    },
  )

  it('without an answer in time: the same', async () => {
    const { world, id, grant } = await createSignedIn()
    let hangs = true
    const { vault } = await world.createProcess({
      fetch: (request, send) => (hangs ? new Promise(() => {}) : send(request)),
    })
    await world.time.advance(23 * hourMs)
    const request = { minimumTtlMs: 2 * hourMs }
    const { accessToken } = grant.tokenSet
    expect(await world.time.run(vault.getAccessToken(id, request))).toBe(accessToken)
    hangs = false
    await world.time.advance(1_000)
    expect(await world.time.run(vault.getAccessToken(id, request))).not.toBe(accessToken)
  })

  it('and the token has ended: the error says so, and is retryable', async () => {
    const { world, vault, id } = await createSignedIn()
    await world.time.advance(24 * hourMs)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      status: 503,
      retryable: true,
    })
  })

  it('and loses its answer after the rotation: the grant is in doubt', async () => {
    const { world, vault, id, events } = await createSignedIn()
    await world.time.advance(24 * hourMs)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', loseAnswer: true, times: 1 })
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      code: 'network_failed',
    })
    await world.time.advance(1_000)
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      code: 'in_doubt',
    })
    expect(events.at(-1)).toMatchObject({ type: 'sign-in-required', code: 'in_doubt' })
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'in_doubt' })
    expect(world.refreshes()).toBe(2)
  })

  it('and loses its answer, but gives it again: nothing is lost', async () => {
    const { world, vault, id } = await createSignedIn({ behavior: { refreshGraceMs: 60_000 } })
    await world.time.advance(24 * hourMs)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', loseAnswer: true, times: 1 })
    await world.time.run(vault.getAccessToken(id).catch(() => {}))
    await world.time.advance(1_000)
    expect(await world.time.run(vault.getAccessToken(id))).toEqual(expect.any(String))
  })

  it('with an unknown code: three times it is a failure, then a refusal', async () => {
    const { world, vault, id, events } = await createSignedIn()
    await world.time.advance(24 * hourMs)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', error: 'ride_error_new' })
    for (const code of ['token_error', 'token_error', 'token_error', 'refresh_rejected']) {
      await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({ code })
      await world.time.advance(10_000)
    }
    expect(events.filter(({ type }) => type === 'refresh-failed')).toHaveLength(4)
  })
})

describe('the grant has ended at IMS', () => {
  it('because the user withdrew the consent', async () => {
    const { world, vault, id, events } = await createSignedIn()
    world.sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
    await world.time.advance(24 * hourMs)
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      name: 'SignInRequiredError',
      code: 'refresh_rejected',
      needsInteraction: true,
    })
    expect(events.slice(-2)).toMatchObject([
      { type: 'refresh-failed', failure: 'sign-in-required', code: 'invalid_grant' },
      { type: 'sign-in-required', code: 'refresh_rejected' },
    ])
  })

  it('serves the rest of the access token, and asks IMS no more', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    await revokeToken(world.createIms(), String(grant.tokenSet.refreshToken))
    await expect(world.time.run(vault.refresh(id))).rejects.toMatchObject({
      code: 'refresh_rejected',
    })
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
    await expect(vault.refresh(id)).rejects.toMatchObject({ code: 'refresh_rejected' })
    await expect(
      vault.getAccessToken(id, { rejected: grant.tokenSet.accessToken, minimumTtlMs: 1 }),
    ).resolves.toBe(grant.tokenSet.accessToken)
    expect(world.refreshes()).toBe(1)
  })
})

describe('a secret that was rotated wrongly', () => {
  it('costs no grant, and is asked with seldom', async () => {
    const { world, id } = await createSignedIn()
    await world.time.advance(24 * hourMs)
    const mistaken = await world.createProcess({ clientSecret: 'fake-secret' })
    await expect(world.time.run(mistaken.vault.getAccessToken(id))).rejects.toMatchObject({
      error: 'invalid_client',
    })
    expect(mistaken.events.map(({ type }) => type)).toEqual(['refresh-failed', 'misconfigured'])
    const other = await world.createProcess({ clientSecret: 'fake-secret' })
    await expect(other.vault.getAccessToken(id)).rejects.toMatchObject({ code: 'misconfigured' })
    expect(world.refreshes()).toBe(1)

    await world.time.advance(1_000)
    const { vault } = await world.createProcess()
    expect(await world.time.run(vault.getAccessToken(id))).toEqual(expect.any(String))
  })

  it('serves what is still good meanwhile', async () => {
    const { world, id, grant } = await createSignedIn()
    await world.time.advance(23 * hourMs)
    const { vault } = await world.createProcess({ clientSecret: 'fake-secret' })
    const token = await world.time.run(vault.getAccessToken(id, { minimumTtlMs: 2 * hourMs }))
    expect(token).toBe(grant.tokenSet.accessToken)
  })
})

describe('a key', () => {
  it('that was removed is asked for by its name', async () => {
    const { world, id } = await createSignedIn()
    const keys = createKeyring([{ keyId: 'key-2', bytes: keyBytes }])
    const { vault, events } = await world.createProcess({ keys })
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({
      code: 'unknown_key',
      keyId: 'key-1',
      grantId: id,
    })
    await expect(vault.read(id)).rejects.toThrow('reencrypt()')
    expect(events).toMatchObject([{ type: 'unreadable', code: 'unknown_key', grantId: id }])
  })

  it('that was replaced under its name is found out', async () => {
    const { world, id } = await createSignedIn()
    const keys = createKeyring([{ keyId: 'key-1', bytes: new Uint8Array(32).fill(9) }])
    const { vault } = await world.createProcess({ keys })
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'wrong_key' })
  })

  it('that is unavailable for a moment is asked for again', async () => {
    const { world, id, grant } = await createSignedIn()
    let isDown = true
    const newer = createKeyring([{ keyId: 'key-2', bytes: keyBytes }])
    const keys = {
      current: newer.current,
      byId: (keyId: string) =>
        isDown ? Promise.reject(new Error('KMS is down')) : world.keys.byId(keyId),
    }
    const { vault } = await world.createProcess({ keys })
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({
      code: 'keys_unavailable',
      retryable: true,
    })
    isDown = false
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
  })
})

describe('a record', () => {
  it('that is damaged is not served', async () => {
    const { world, id } = await createSignedIn()
    await tamper(world, id, ({ sealed }) => ({ sealed: `${sealed.slice(0, -8)}AAAAAAAA` }))
    const { vault } = await world.createProcess()
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'corrupt_record' })
  })

  it('that is not a record is not returned', async () => {
    const { world, id } = await createSignedIn()
    await tamper(world, id, () => ({ sealed: 'garbage' }))
    const { vault } = await world.createProcess()
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'corrupt_record' })
  })

  it("that was swapped with another's is not served", async () => {
    const { world, id, vault } = await createSignedIn()
    const otherId = await vault.add(await world.signIn('ada@wknd.test'))
    await world.putRecord(id, await world.readRecord(otherId))
    const { vault: next } = await world.createProcess()
    await expect(next.getAccessToken(id)).rejects.toMatchObject({ code: 'misplaced_record' })
  })

  it('that was made due by hand is not served', async () => {
    const { world, id } = await createSignedIn()
    await tamper(world, id, () => ({ dueAt: 0 }))
    const { vault } = await world.createProcess()
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'corrupt_record' })
  })

  it('that was set back under its present version is not served', async () => {
    const { world, id, vault } = await createSignedIn()
    const old = await world.readRecord(id)
    await world.time.run(vault.refresh(id))
    const { version } = await world.readRecord(id)
    await world.putRecord(id, { ...old, version })
    const { vault: next } = await world.createProcess()
    await expect(next.getAccessToken(id)).rejects.toMatchObject({ code: 'misplaced_record' })
    await world.time.advance(1_000)
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'misplaced_record' })
  })

  it('that cannot be opened can be revoked nevertheless', async () => {
    const { world, id } = await createSignedIn()
    await tamper(world, id, () => ({ sealed: 'garbage' }))
    const { vault, events } = await world.createProcess()
    await vault.revoke(id)
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    expect(events.map(({ type }) => type)).toEqual(['unreadable', 'revoked'])
  })
})

describe('the clock of the machine', () => {
  it.each([
    ['forward', 48 * hourMs],
    ['back', -48 * hourMs],
  ])('is set %s: one refresh, and no sign-in', async (_, jumpMs) => {
    const { world, vault, id } = await createSignedIn()
    await world.time.advance(hourMs)
    world.time.jump(jumpMs)
    const tokens = []
    for (let call = 0; call < 5; call += 1) {
      tokens.push(await world.time.run(vault.getAccessToken(id)))
      await world.time.advance(2_000)
    }
    expect(world.refreshes()).toBe(1)
    expect(new Set(tokens).size).toBe(1)
  })

  it('goes a little wrong: nothing happens', async () => {
    const { world, vault, id } = await createSignedIn()
    world.time.jump(-30_000)
    await vault.getAccessToken(id)
    expect(world.refreshes()).toBe(0)
  })

  it('is set forward in a back-off, and back: IMS is not left alone for ever', async () => {
    const { world, vault, id } = await createSignedIn()
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    world.time.jump(20 * hourMs)
    await world.time.run(vault.refresh(id).catch(() => {}))
    world.time.jump(-20 * hourMs)
    expect(await world.time.run(vault.refresh(id))).toMatchObject({ status: 'active' })
  })
})

describe('a store', () => {
  it('that is down: nothing is served that may have been revoked', async () => {
    const { world, id, grant } = await createSignedIn()
    let isDown = false
    const { vault } = await world.createProcess({
      store: interposeStore(world.store, () => isDown && Promise.reject(new Error('ECONNREFUSED'))),
    })
    await vault.getAccessToken(id)
    isDown = true
    // For this long it was asked a moment ago.
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
    await world.time.advance(1_000)
    const refusal = vault.getAccessToken(id)
    await expect(refusal).rejects.toMatchObject({
      name: 'VaultError',
      code: 'store_unavailable',
      retryable: true,
      cause: { message: 'ECONNREFUSED' },
    })
    await expect(vault.revoke(id)).rejects.toMatchObject({ code: 'store_unavailable' })
    isDown = false
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
  })

  it('that is silent counts as down', async () => {
    const { world, id } = await createSignedIn()
    const { vault } = await world.createProcess({
      store: interposeStore(world.store, () => new Promise(() => {})),
    })
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    expect(await world.time.run(vault.check())).toMatchObject({ store: 'unreachable' })
  })

  it('that is slow is waited for', async () => {
    const { world, id } = await createSignedIn()
    const { vault } = await world.createProcess({
      store: interposeStore(
        world.store,
        () => new Promise<void>((resolve) => world.time.setTimer(resolve, 2_000)),
      ),
    })
    const tokens = Promise.all([vault.getAccessToken(id), vault.getAccessToken(id)])
    expect(new Set(await world.time.run(tokens)).size).toBe(1)
    expect(await world.time.run(vault.refresh(id))).toMatchObject({ status: 'active' })
    expect(world.refreshes()).toBe(1)
  })

  it('that is too slow for a lease: nothing is sent', async () => {
    const { world, id } = await createSignedIn()
    const { vault } = await world.createProcess({
      store: interposeStore(
        world.store,
        () => new Promise<void>((resolve) => world.time.setTimer(resolve, 9_000)),
      ),
    })
    await expect(world.time.run(vault.refresh(id))).rejects.toMatchObject({ code: 'busy' })
    expect(world.refreshes()).toBe(0)
  })

  it('that is full takes no new grant, and says so', async () => {
    const { world, grant } = await createSignedIn()
    const { vault } = await world.createProcess({
      store: interposeStore(
        world.store,
        ({ method }) => method === 'compareAndSwap' && Promise.reject(new VaultError('store_full')),
      ),
    })
    await expect(vault.add(grant)).rejects.toMatchObject({ code: 'store_full' })
  })

  it('that is full before a refresh: nothing is sent, and what is good serves', async () => {
    const { world, id, grant } = await createSignedIn()
    const { vault } = await world.createProcess({
      store: interposeStore(
        world.store,
        ({ method }) => method === 'compareAndSwap' && Promise.reject(new VaultError('store_full')),
      ),
    })
    await world.time.advance(23 * hourMs)
    const token = await world.time.run(vault.getAccessToken(id, { minimumTtlMs: 2 * hourMs }))
    expect(token).toBe(grant.tokenSet.accessToken)
    expect(world.refreshes()).toBe(0)
  })
})

describe('what can be seen of a vault', () => {
  it('holds no token, whatever happens', async () => {
    const { world, vault, id, grant, events } = await createSignedIn()
    await world.time.run(vault.refresh(id))
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503 })
    const failure: unknown = await world.time.run(
      vault.refresh(id).catch((error: unknown) => error),
    )
    await vault.revoke(id)
    await vault.close()
    const seen = JSON.stringify([events, failure, String(failure), vault])
    const { accessToken, refreshToken } = grant.tokenSet
    expect(seen).not.toContain(accessToken.slice(-40))
    expect(seen).not.toContain(String(refreshToken).slice(-40))
  })
})

const hourMs = 3_600_000

async function createSignedIn({ behavior = {} }: { behavior?: Record<string, unknown> } = {}) {
  const world = await createVaultWorld({ behavior })
  const { vault, events } = await world.createProcess()
  const grant = await world.signIn()
  const id = await vault.add(grant)
  return { world, vault, events, grant, id }
}

async function tamper(
  world: VaultWorld,
  id: string,
  change: (record: GrantRecord) => Partial<GrantRecord>,
): Promise<void> {
  const record = await world.readRecord(id)
  await world.putRecord(id, { ...record, ...change(record) })
}
