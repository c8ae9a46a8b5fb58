import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGate, createVaultWorld, interposeStore, warmUp } from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import { createVault } from './create-vault.ts'
import { createSqliteGrantStore } from './stores/sqlite-grant-store.ts'

beforeAll(warmUp, 60_000)

describe('createVault()', () => {
  it('does not start without a key', async () => {
    const world = await createVaultWorld()
    const creating = createVault({ ims: world.createIms(), store: world.store })
    await expect(creating).rejects.toMatchObject({
      name: 'ConfigurationError',
      option: 'MUDBRICK_KEYS',
    })
  })

  it('does not start when the key provider has none', async () => {
    const world = await createVaultWorld()
    const keys = {
      current: () => Promise.reject(new Error('no such key')),
      byId: async () => undefined,
    }
    const creating = createVault({ ims: world.createIms(), store: world.store, keys })
    await expect(creating).rejects.toMatchObject({ code: 'keys_unavailable' })
  })

  it.each(['leaseMs', 'cacheLimit'])('takes no %s of zero', async (option) => {
    const world = await createVaultWorld()
    await expect(world.createProcess({ [option]: 0 })).rejects.toMatchObject({ option })
  })

  it.each([
    ['ims', undefined, 'createImsClient() of @mudbrick/ims/credentials'],
    ['ims', 'client-id-123', 'createImsClient() of @mudbrick/ims/credentials'],
    ['store', undefined, 'createSqliteGrantStore({ file }) of @mudbrick/vault/sqlite'],
    ['store', {}, 'createSqliteGrantStore({ file }) of @mudbrick/vault/sqlite'],
    ['keys', 'text', 'createEnvironmentKeyring(), createKeyring()'],
    ['freshMs', 100, 'freshForMs'],
  ])('says what to give as %s instead of %j', async (option, value, advice) => {
    const { store, keys, createIms } = await createVaultWorld()
    const options = { ims: createIms(), store, keys, [option]: value }
    await expect(createVault(options)).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'invalid_option',
      option,
      message: expect.stringContaining(advice),
    })
  })

  it('misses all options', async () => {
    const create = createVault as () => Promise<unknown>
    await expect(create()).rejects.toMatchObject({ code: 'invalid_option', option: 'ims' })
  })
})

describe('add()', () => {
  it('returns ids that cannot be guessed', async () => {
    const { id } = await createSignedIn()
    expect(id).toMatch(/^[\w-]{32}$/)
  })

  it('leaves nothing readable in the store', async () => {
    const { world, id, grant } = await createSignedIn()
    const { sealed, ...clear } = await world.readRecord(id)
    expect(clear).toEqual({
      version: 1,
      clientId: 'commerce-admin',
      subjectHash: expect.stringMatching(/^[\w-]{43}$/),
      keyId: 'key-1',
      dueAt: expect.any(Number),
      isRevocationPending: false,
    })
    const [header = ''] = sealed.split('.')
    expect(Object.keys(JSON.parse(atob(header)))).toEqual(['alg', 'enc', 'kid', 'place'])
    expect(sealed).not.toContain(grant.tokenSet.accessToken)
  })

  it('keeps two sign-ins of one user apart', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    const second = await world.signIn()
    const otherId = await vault.add(second)
    await vault.revoke(id)
    expect(otherId).not.toBe(id)
    expect(second.claims?.sub).toBe(grant.claims?.sub)
    expect(await world.time.run(vault.getAccessToken(otherId))).toBe(second.tokenSet.accessToken)
  })
})

describe('read()', () => {
  it('shows a grant without its tokens', async () => {
    const { world, vault, grant } = await createSignedIn()
    const profile = { userId: 'cora@AdobeID', name: 'Cora' } as never
    const id = await vault.add(grant, { profile })
    const shown = await vault.read(id)
    expect(shown).toEqual({
      id,
      status: 'active',
      subject: grant.claims?.sub,
      profile,
      scopes: grant.scopes,
      expiresAt: world.time.now() + 24 * hourMs - 1_000,
      refreshedAt: world.time.now(),
      createdAt: world.time.now(),
      canRefresh: true,
    })
  })

  it('returns nothing for an unknown id', async () => {
    const { vault } = await createSignedIn()
    expect(await vault.read('unknown')).toBeUndefined()
  })
})

describe('getAccessToken()', () => {
  it('gives the token of a new grant without asking IMS', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
    expect(world.refreshes()).toBe(0)
  })

  it('refreshes once for a hundred callers', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    await world.time.advance(24 * hourMs)
    const callers = Array.from({ length: 100 }, () => vault.getAccessToken(id))
    const tokens = new Set(await world.time.run(Promise.all(callers)))
    expect(tokens.size).toBe(1)
    expect(tokens).not.toContain(grant.tokenSet.accessToken)
    expect(world.refreshes()).toBe(1)
  })

  it('refreshes a token that is too short-lived for the caller', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    await world.time.advance(23 * hourMs)
    const token = await world.time.run(vault.getAccessToken(id, { minimumTtlMs: 2 * hourMs }))
    expect(token).not.toBe(grant.tokenSet.accessToken)
  })

  it('replaces a token that a service has refused', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    await world.time.advance(hourMs)
    const rejected = grant.tokenSet.accessToken
    expect(await world.time.run(vault.getAccessToken(id, { rejected }))).not.toBe(rejected)
  })

  it('gives a refused token back when it is new: another one would be no better', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    const rejected = grant.tokenSet.accessToken
    expect(await world.time.run(vault.getAccessToken(id, { rejected }))).toBe(rejected)
    expect(world.refreshes()).toBe(0)
  })

  it('returns the newer token to a caller that was refused with an old one', async () => {
    const { world, vault, id, grant } = await createSignedIn()
    await world.time.run(vault.refresh(id))
    const token = await vault.getAccessToken(id, { rejected: grant.tokenSet.accessToken })
    expect(token).not.toBe(grant.tokenSet.accessToken)
    expect(world.refreshes()).toBe(1)
  })

  it('refuses an unknown id', async () => {
    const { vault } = await createSignedIn()
    await expect(vault.getAccessToken('unknown')).rejects.toMatchObject({ code: 'no_session' })
  })

  it('ends the waiting when its caller does', async () => {
    const { world, id } = await createSignedIn()
    const { vault } = await world.createProcess({ fetch: () => new Promise(() => {}) })
    await world.time.advance(24 * hourMs)
    const controller = new AbortController()
    const token = vault.getAccessToken(id, { signal: controller.signal })
    controller.abort(new Error('the user has left'))
    await expect(token).rejects.toThrow('the user has left')
  })

  it('asks for a sign-in when a grant without refresh token has ended', async () => {
    const { world, vault, grant } = await createSignedIn()
    const id = await vault.add({ ...grant, tokenSet: withoutRefreshToken(grant.tokenSet) })
    expect(await vault.read(id)).toMatchObject({ canRefresh: false })
    await world.time.advance(24 * hourMs)
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      code: 'no_session',
    })
  })

  it('keeps the old refresh token when the answer has none', async () => {
    const { world, id } = await createSignedIn()
    const { vault } = await world.createProcess({
      fetch: async (request, send) => withoutRefreshTokenIn(await send(request)),
    })
    const refreshed = await world.time.run(vault.refresh(id))
    expect(refreshed.canRefresh).toBe(true)
  })
})

describe('refresh()', () => {
  it('refreshes, whatever the age of the token', async () => {
    const { world, vault, id, events } = await createSignedIn()
    await world.time.advance(hourMs)
    const refreshed = await world.time.run(vault.refresh(id))
    expect(refreshed.refreshedAt).toBe(world.time.now())
    expect(world.refreshes()).toBe(1)
    expect(events.at(-1)).toMatchObject({
      type: 'refreshed',
      grantId: id,
      durationMs: 0,
      remainingMs: 23 * hourMs - 1_000,
    })
  })

  it('is seen by another process within a second', async () => {
    const { world, vault, id } = await createSignedIn()
    const other = await world.createProcess()
    await other.vault.getAccessToken(id)
    await world.time.run(vault.refresh(id))
    await world.time.advance(1_000)
    const [mine, theirs] = [await vault.getAccessToken(id), await other.vault.getAccessToken(id)]
    expect(theirs).toBe(mine)
    expect(world.refreshes()).toBe(1)
  })

  it('refuses an unknown id', async () => {
    const { vault } = await createSignedIn()
    await expect(vault.refresh('unknown')).rejects.toMatchObject({ code: 'no_session' })
  })
})

describe('revoke()', () => {
  it('is seen by another process within a second', async () => {
    const { world, vault, id } = await createSignedIn()
    const other = await world.createProcess()
    await other.vault.getAccessToken(id)
    await vault.revoke(id)
    await world.time.advance(1_000)
    await expect(other.vault.getAccessToken(id)).rejects.toMatchObject({ code: 'no_session' })
    expect(await other.vault.read(id)).toBeUndefined()
  })

  it('is seen at once by the process itself', async () => {
    const { vault, id } = await createSignedIn()
    await vault.revoke(id)
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'no_session' })
  })

  it('ends the tokens at IMS, and leaves nothing here', async () => {
    const { world, vault, id, events } = await createSignedIn()
    await vault.revoke(id)
    await vault.close()
    expect(world.sandbox.journal.exchanges({ path: '/ims/revoke' })).toHaveLength(2)
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    expect(events.map(({ type }) => type)).toEqual(['created', 'revoked', 'revocation-settled'])
  })

  it('does nothing for an unknown id', async () => {
    const { vault } = await createSignedIn()
    await expect(vault.revoke('unknown')).resolves.toBeUndefined()
  })

  it('tells IMS as soon as it is back', async () => {
    const { world, vault, id } = await createSignedIn({ scheduler: { pollMs: 1_000 } })
    const outage = world.sandbox.faults.add({ match: 'POST /ims/revoke', status: 503 })
    await vault.revoke(id)
    await world.time.settle()
    await vault.close()
    expect(await world.readRecord(id)).toMatchObject({ isRevocationPending: true })

    outage.remove()
    const { vault: next } = await world.createProcess()
    next.start()
    await world.time.advance(60_000)
    await world.time.run(next.close())
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
  })
})

describe('start()', () => {
  it('refreshes what was used before it ends', async () => {
    const { world, vault, id } = await createSignedIn({ scheduler: { pollMs: hourMs / 6 } })
    vault.start()
    await world.time.advance(24 * hourMs)
    expect(world.refreshes()).toBe(1)
    await world.time.run(vault.close())
    expect(await world.readRecord(id)).toMatchObject({ version: 3 })
  })

  it('does not refresh again a grant that is unused since', async () => {
    const { world, vault } = await createSignedIn({ scheduler: { pollMs: hourMs } })
    vault.start()
    await world.time.advance(72 * hourMs)
    expect(world.refreshes()).toBe(1)
    await world.time.run(vault.close())
  })

  it('refreshes again what was used since, at the price of one more write', async () => {
    const { world, vault, id } = await createSignedIn({ scheduler: { pollMs: hourMs / 4 } })
    vault.start()
    await world.time.advance(30 * hourMs)
    const { version } = await world.readRecord(id)
    await vault.getAccessToken(id)
    await vault.getAccessToken(id)
    await world.time.settle()
    expect(await world.readRecord(id)).toMatchObject({ version: version + 1 })
    await world.time.advance(24 * hourMs)
    expect(world.refreshes()).toBe(2)
    await world.time.run(vault.close())
  })

  it('removes an unused grant in the end', async () => {
    const { world, vault, id, events } = await createSignedIn({ scheduler: { pollMs: 6 * hourMs } })
    vault.start()
    await world.time.advance(17 * 24 * hourMs)
    expect(await world.readRecord(id)).toMatchObject({ isRevocationPending: false })
    expect(events.at(-1)).toMatchObject({ type: 'sign-in-required', code: 'refresh_rejected' })
    await world.time.advance(17 * 24 * hourMs)
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    expect(events.at(-1)).toMatchObject({ type: 'discarded', grantId: id })
    await world.time.run(vault.close())
  })
})

describe('check()', () => {
  it('says that all is well', async () => {
    const { vault } = await createSignedIn()
    expect(await vault.check()).toEqual({ isHealthy: true, store: 'reachable', key: 'present' })
  })

  it('says that the store does not answer', async () => {
    const { world } = await createSignedIn()
    const store = interposeStore(world.store, () => Promise.reject(new Error('down')))
    const { vault } = await world.createProcess({ store })
    expect(await vault.check()).toMatchObject({ isHealthy: false, store: 'unreachable' })
  })

  it('says so when the folder of the store is gone', async () => {
    const world = await createVaultWorld()
    const folder = mkdtempSync(join(tmpdir(), 'mudbrick-vault-'))
    let now = 5_000
    const file = join(folder, 'vault', 'grants.db')
    const store = createSqliteGrantStore({ file, clock: { now: () => now } })
    const { vault } = await world.createProcess({ store })
    rmSync(folder, { recursive: true })
    now += 1_000
    expect(await vault.check()).toMatchObject({ isHealthy: false, store: 'unreachable' })
    await store.close()
  })
})

describe('close()', () => {
  it('waits for an answer of IMS, and keeps what it brings', async () => {
    const { world, id } = await createSignedIn()
    const gate = createGate()
    const { vault } = await world.createProcess({
      fetch: async (request, send) => {
        const response = await send(request)
        await gate.pass()
        return response
      },
    })
    const refreshing = vault.refresh(id)
    await world.time.settle()
    const order: string[] = []
    const closing = vault.close().finally(() => order.push('closed'))
    await world.time.settle()
    order.push('answered')
    gate.open()
    await closing
    expect(order).toEqual(['answered', 'closed'])
    expect(await refreshing).toMatchObject({ status: 'active' })
    expect(await world.readRecord(id)).toMatchObject({ version: 3 })
  })

  it('sends nothing any more', async () => {
    const { world, vault, id } = await createSignedIn()
    const refreshing = vault.refresh(id)
    await vault.close()
    await expect(refreshing).rejects.toMatchObject({ code: 'closed' })
    expect(world.refreshes()).toBe(0)
  })

  it('ends all that is asked for afterwards', async () => {
    const { vault, id } = await createSignedIn()
    await vault.close()
    await expect(vault.getAccessToken(id)).rejects.toMatchObject({ code: 'closed' })
    await expect(vault.read(id)).rejects.toMatchObject({ code: 'closed' })
    await expect(vault.revoke(id)).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('reencrypt()', () => {
  it('frees a key from everything that was sealed with it', async () => {
    const { world, id } = await createSignedIn()
    const { createKeyring } = await import('./keys/keyring.ts')
    const oldKey = { keyId: 'key-1', bytes: new Uint8Array(32).fill(7) }
    const newKey = { keyId: 'key-2', bytes: new Uint8Array(32).fill(8) }
    const both = await world.createProcess({ keys: createKeyring([newKey, oldKey]) })
    expect(await both.vault.reencrypt()).toEqual({ reencrypted: 1, unreadable: [] })
    const { vault } = await world.createProcess({ keys: createKeyring([newKey]) })
    expect(await vault.getAccessToken(id)).toEqual(expect.any(String))
  })
})

const hourMs = 3_600_000

async function createSignedIn(options: Parameters<World['createProcess']>[0] = {}) {
  const world = await createVaultWorld()
  const { vault, events } = await world.createProcess(options)
  const grant = await world.signIn()
  const id = await vault.add(grant)
  return { world, vault, events, grant, id }
}

type World = Awaited<ReturnType<typeof createVaultWorld>>

function withoutRefreshToken<Tokens extends { readonly accessToken: string }>(tokens: Tokens) {
  return { ...tokens, accessToken: tokens.accessToken, refreshToken: undefined, idToken: undefined }
}

async function withoutRefreshTokenIn(response: Response): Promise<Response> {
  const body = (await response.json()) as Record<string, unknown>
  delete body['refresh_token']
  return Response.json(body, { status: response.status })
}
