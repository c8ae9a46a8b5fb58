import { validateToken } from '@mudbrick/ims'
import {
  createGate,
  createVaultWorld,
  interposeStore,
  keyBytes,
  warmUp,
  type VaultWorld,
} from '@mudbrick/testing/vault-world'
import { beforeAll, describe, expect, it } from 'vitest'
import { createKeyring } from '../keys/keyring.ts'
import type { VaultError } from '../vault-error.ts'

beforeAll(warmUp, 60_000)

describe('several processes', () => {
  it('refresh once for all who ask', async () => {
    const { world, id } = await createWorldWithGrant()
    const processes = await Promise.all(Array.from({ length: 4 }, () => world.createProcess()))
    await world.time.advance(24 * hourMs)
    const callers = processes.flatMap(({ vault }) =>
      Array.from({ length: 25 }, () => vault.getAccessToken(id)),
    )
    const tokens = await world.time.run(Promise.all(callers))
    expect(new Set(tokens).size).toBe(1)
    expect(world.refreshes()).toBe(1)
    const waited = processes.flatMap(({ events }) => events.map(({ type }) => type))
    expect(waited.toSorted()).toEqual(['lease-waited', 'lease-waited', 'lease-waited', 'refreshed'])
  })

  it('do not wait for each other while the token is still good', async () => {
    const { world, id, grant } = await createWorldWithGrant()
    const gate = createGate()
    const slow = await world.createProcess({ fetch: throughGate(gate) })
    const other = await world.createProcess()
    const refreshing = slow.vault.refresh(id)
    await world.time.settle()
    expect(gate.arrivals()).toBe(1)
    const token = await world.time.run(
      other.vault.getAccessToken(id, { minimumTtlMs: 48 * hourMs }),
    )
    expect(token).toBe(grant.tokenSet.accessToken)
    gate.open()
    await world.time.run(refreshing)
    expect(world.refreshes()).toBe(1)
  })

  it('wait for each other when the token was refused', async () => {
    const { world, id, grant } = await createWorldWithGrant()
    await world.time.advance(hourMs)
    const gate = createGate()
    const slow = await world.createProcess({ fetch: throughGate(gate) })
    const other = await world.createProcess()
    const refreshing = slow.vault.refresh(id)
    await world.time.settle()
    const rejected = grant.tokenSet.accessToken
    const token = other.vault.getAccessToken(id, { rejected })
    await world.time.advance(2_000)
    gate.open()
    expect(await world.time.run(token)).not.toBe(rejected)
    await refreshing
    expect(world.refreshes()).toBe(1)
  })

  it('send no more requests than one per back-off, however many callers ask', async () => {
    const { world, id } = await createWorldWithGrant()
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, retryAfterSeconds: 60 })
    await world.time.advance(24 * hourMs)
    const [one, other] = [await world.createProcess(), await world.createProcess()]
    await expect(world.time.run(one.vault.getAccessToken(id))).rejects.toMatchObject({
      status: 503,
    })
    await expect(one.vault.getAccessToken(id)).rejects.toMatchObject({ status: 503 })
    await expect(one.vault.refresh(id)).rejects.toMatchObject({ status: 503 })
    await expect(other.vault.getAccessToken(id)).rejects.toMatchObject({ code: 'ims_unavailable' })
    expect(world.refreshes()).toBe(1)
    await world.time.advance(60_000)
    await expect(world.time.run(other.vault.getAccessToken(id))).rejects.toMatchObject({
      status: 503,
    })
    expect(world.refreshes()).toBe(2)
  })
})

describe('a process that has died', () => {
  it('before its request: the next one sends it', async () => {
    const { world, id } = await createWorldWithGrant()
    const dying = await world.createProcess({
      fetch: () => {
        dying.freeze()
        return new Promise(() => {})
      },
    })
    void dying.vault.refresh(id)
    await world.time.settle()
    const next = await world.createProcess()
    await world.time.advance(24 * hourMs)
    expect(await world.time.run(next.vault.getAccessToken(id))).toEqual(expect.any(String))
    expect(world.refreshes()).toBe(1)
  })

  it('after its request: the next one serves what is good, and then asks for a sign-in', async () => {
    const { world, id, grant } = await createWorldWithGrant()
    await killAfterRequest(world, id)
    const { vault, events } = await world.createProcess()
    expect(await vault.getAccessToken(id)).toBe(grant.tokenSet.accessToken)
    await world.time.advance(24 * hourMs)
    await expect(world.time.run(vault.getAccessToken(id))).rejects.toMatchObject({
      name: 'SignInRequiredError',
      code: 'in_doubt',
    })
    expect(events.at(-1)).toMatchObject({ type: 'sign-in-required', code: 'in_doubt' })
    expect(await vault.read(id)).toMatchObject({ status: 'sign-in-required', canRefresh: false })
    expect(world.refreshes()).toBe(2)
  })

  it('after its request: IMS with a window of grace gives the next one the tokens', async () => {
    const { world, id } = await createWorldWithGrant({ refreshGraceMs: 60_000 })
    await killAfterRequest(world, id)
    const { vault } = await world.createProcess({ scheduler: { pollMs: 1_000 } })
    vault.start()
    // No caller has to ask for it: an unfinished refresh is due.
    await world.time.advance(45_000)
    expect(await vault.read(id)).toMatchObject({ status: 'active' })
    expect(world.refreshes()).toBe(2)
    await world.time.run(vault.close())
    expect(await refreshesAgain(world, id)).toBe(true)
  })
})

describe('a process that was killed in the middle of a refresh', () => {
  it.each([0, 10_000, 25_000])(
    'makes a caller wait only for the rest of its lease, %d ms after it',
    async (laterMs) => {
      const { world, id } = await createWorldWithGrant({ refreshGraceMs: 60_000 })
      await world.time.advance(24 * hourMs)
      const killedAt = world.time.elapsed()
      await killAfterRequest(world, id)
      await world.time.advance(laterMs)
      const { vault } = await world.createProcess()
      await world.time.run(vault.getAccessToken(id))
      const waitedUntil = world.time.elapsed() - killedAt
      expect(waitedUntil).toBeGreaterThanOrEqual(30_000)
      expect(waitedUntil).toBeLessThan(30_000 + 200)
    },
  )
})

describe('a process that was stopped and goes on', () => {
  it('before its request: it does not send it late', async () => {
    const { world, id } = await createWorldWithGrant()
    let hasStopped = false
    const stopped = await world.createProcess({
      store: interposeStore(world.store, ({ record }) => {
        if (record?.version !== 2 || hasStopped) return
        hasStopped = true
        stopped.freeze()
      }),
    })
    const refreshing = stopped.vault.refresh(id)
    await world.time.advance(16_000)
    expect(await world.readRecord(id)).toMatchObject({ version: 2 })
    stopped.thaw()
    await world.time.run(refreshing)
    // Noted, left, noted again and done.
    expect(await world.readRecord(id)).toMatchObject({ version: 4 })
    expect(world.refreshes()).toBe(1)
  })

  it('before its request: it uses what another one got meanwhile', async () => {
    const { world, id } = await createWorldWithGrant()
    const stopped = await world.createProcess({
      store: interposeStore(world.store, ({ record }) => {
        if (record?.version === 2) stopped.freeze()
      }),
    })
    const refreshing = stopped.vault.refresh(id)
    await world.time.advance(31_000)
    const other = await world.createProcess()
    const refreshed = await world.time.run(other.vault.refresh(id))
    stopped.thaw()
    expect(await world.time.run(refreshing)).toEqual(refreshed)
    expect(world.refreshes()).toBe(1)
  })

  it('at its request: its late refusal does not overwrite the success of another one', async () => {
    const { world, id } = await createWorldWithGrant()
    const gate = createGate()
    const late = await world.createProcess({ fetch: throughGate(gate) })
    const refreshing = late.vault.refresh(id)
    await world.time.settle()
    late.freeze()
    await world.time.advance(31_000)
    const other = await world.createProcess()
    const refreshed = await world.time.run(other.vault.refresh(id))
    gate.open()
    await world.time.settle()
    late.thaw()
    expect(await world.time.run(refreshing)).toEqual(refreshed)
    expect(world.refreshes()).toBe(2)
    expect(await refreshesAgain(world, id)).toBe(true)
  })

  it('after its request: its tokens heal the grant that was given up', async () => {
    const { world, id } = await createWorldWithGrant()
    const stopped = await world.createProcess({
      fetch: async (request, send) => {
        const response = await send(request)
        stopped.freeze()
        return response
      },
    })
    const refreshing = stopped.vault.refresh(id).catch(() => {})
    await world.time.advance(31_000)
    const other = await world.createProcess()
    await expect(world.time.run(other.vault.refresh(id))).rejects.toMatchObject({
      code: 'in_doubt',
    })
    stopped.thaw()
    await world.time.run(refreshing)
    await world.time.advance(1_000)
    expect(await other.vault.read(id)).toMatchObject({ status: 'active' })
    expect(stopped.events.map(({ type }) => type)).toContain('refreshed')
    expect(await refreshesAgain(world, id)).toBe(true)
  })
})

describe('an answer that comes when others have gone on', () => {
  it('does not overwrite what they got', async () => {
    const { world, id } = await createWorldWithGrant({ refreshGraceMs: 60_000 })
    const { refreshing, gate } = await holdAnswer(world, id)
    await world.time.advance(31_000)
    const other = await world.createProcess()
    await world.time.run(other.vault.refresh(id))
    const newest = await world.time.run(other.vault.refresh(id))
    gate.open()
    await world.time.run(refreshing.catch(() => {}))
    await world.time.advance(60_000)
    expect(await other.vault.read(id)).toEqual(newest)
    expect(await refreshesAgain(world, id)).toBe(true)
  })
})

describe('an answer that takes longer than a lease', () => {
  it('is not waited for by callers, and used nevertheless', async () => {
    const { world, id } = await createWorldWithGrant()
    const gate = createGate()
    const { vault } = await world.createProcess({
      fetch: async (request, send) => {
        const response = await send(request)
        await gate.pass()
        return response
      },
    })
    await expect(world.time.run(vault.refresh(id))).rejects.toMatchObject({
      code: 'timed_out',
      timeoutMs: 15_000,
    })
    gate.open()
    await world.time.settle()
    expect(await vault.read(id)).toMatchObject({ refreshedAt: world.time.now() })
    expect(world.refreshes()).toBe(1)
    expect(await refreshesAgain(world, id)).toBe(true)
  })
})

describe('a revocation while a refresh is under way', () => {
  it('ends the new tokens too, when they arrive', async () => {
    const { world, id } = await createWorldWithGrant()
    world.sandbox.faults.add({ match: 'POST /ims/revoke', status: 503, times: 1 })
    const { refreshing, gate, tokens } = await holdAnswer(world, id)
    const other = await world.createProcess()
    await other.vault.revoke(id)
    await world.time.settle()
    gate.open()
    await expect(world.time.run(refreshing)).rejects.toMatchObject({ code: 'no_session' })
    await world.time.settle()
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    expect(await areEnded(world, tokens)).toBe(true)
  })

  it('ends them also when nothing is left of the grant', async () => {
    const { world, id } = await createWorldWithGrant()
    const { refreshing, gate, tokens } = await holdAnswer(world, id)
    const other = await world.createProcess()
    await other.vault.revoke(id)
    await world.time.settle()
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    gate.open()
    await expect(world.time.run(refreshing)).rejects.toMatchObject({ code: 'no_session' })
    await world.time.settle()
    expect(await world.store.countByKey('commerce-admin')).toEqual([])
    expect(world.sandbox.journal.exchanges({ path: '/ims/revoke' })).toHaveLength(4)
    expect(await areEnded(world, tokens)).toBe(true)
  })
})

describe('a change of keys while a refresh is under way', () => {
  it('loses nothing, where every process has both', async () => {
    const [oldKey, newKey] = [
      { keyId: 'key-1', bytes: keyBytes },
      { keyId: 'key-2', bytes: new Uint8Array(32).fill(8) },
    ]
    const { world, id } = await createWorldWithGrant()
    const keys = createKeyring([oldKey, newKey])
    const { refreshing, gate } = await holdAnswer(world, id, { keys })
    const other = await world.createProcess({ keys: createKeyring([newKey, oldKey]) })
    expect(await other.vault.reencrypt()).toMatchObject({ reencrypted: 1 })
    gate.open()
    await expect(world.time.run(refreshing)).resolves.toMatchObject({ status: 'active' })
    expect(world.refreshes()).toBe(1)
  })
})

describe('a store that fails after IMS has answered', () => {
  it.each(['ECONNRESET', 'store_full'])('loses nothing by %s', async (failure) => {
    const { world, id, grant } = await createWorldWithGrant()
    let isFailing = false
    const { vault } = await world.createProcess({
      store: interposeStore(world.store, () => isFailing && Promise.reject(new Error(failure))),
      fetch: async (request, send) => {
        const response = await send(request)
        isFailing = true
        return response
      },
    })
    await world.time.advance(24 * hourMs)
    const token = await world.time.run(vault.getAccessToken(id))
    expect(token).not.toBe(grant.tokenSet.accessToken)
    await world.time.advance(60_000)
    expect(await vault.getAccessToken(id)).toBe(token)

    isFailing = false
    await world.time.advance(10_000)
    const other = await world.createProcess()
    expect(await world.time.run(other.vault.getAccessToken(id))).toBe(token)
    expect(world.refreshes()).toBe(1)
  })

  it('keeps others from asking IMS again until it is written', async () => {
    const { world, id } = await createWorldWithGrant()
    await world.time.advance(24 * hourMs)
    let isFailing = false
    const unlucky = await world.createProcess({
      store: interposeStore(
        world.store,
        ({ method }) =>
          isFailing && method === 'compareAndSwap' && Promise.reject(new Error('ECONNRESET')),
      ),
      fetch: async (request, send) => {
        const response = await send(request)
        isFailing = true
        return response
      },
    })
    const token = await world.time.run(unlucky.vault.getAccessToken(id))
    const other = await world.createProcess()
    const theirs = other.vault.getAccessToken(id)
    await world.time.advance(5_000)
    isFailing = false
    expect(await world.time.run(theirs)).toBe(token)
    expect(world.refreshes()).toBe(1)
  })

  it('does not take a write for failed that was done', async () => {
    const { world, id } = await createWorldWithGrant()
    let hasFailed = false
    const { vault, events } = await world.createProcess({
      store: {
        ...world.store,
        async compareAndSwap(recordId, version, record) {
          const isWritten = await world.store.compareAndSwap(recordId, version, record)
          if (version === 2 && !hasFailed) {
            hasFailed = true
            throw new Error('the answer was lost')
          }
          return isWritten
        },
      },
    })
    await world.time.run(vault.refresh(id))
    await world.time.advance(1_000)
    expect(await world.readRecord(id)).toMatchObject({ version: 3 })
    expect(events.map(({ type }) => type)).toEqual(['refreshed'])
  })
})

describe('a store whose lease is not given back', () => {
  it('makes callers wait no longer than two leases', async () => {
    const { world, id } = await createWorldWithGrant()
    const { vault } = await world.createProcess({
      store: { ...world.store, lease: async () => undefined },
    })
    const began = world.time.elapsed()
    const failure = await world.time.run(
      vault.refresh(id).catch((error: unknown) => error as VaultError),
    )
    expect(failure).toMatchObject({ code: 'busy', retryable: true })
    expect(world.time.elapsed() - began).toBeLessThan(61_000)
  })
})

const hourMs = 3_600_000

async function createWorldWithGrant(behavior: Record<string, unknown> = {}) {
  const world = await createVaultWorld({ behavior })
  const { vault } = await world.createProcess()
  const grant = await world.signIn()
  return { world, grant, id: await vault.add(grant) }
}

function throughGate(gate: ReturnType<typeof createGate>) {
  return async (request: Request, send: (request: Request) => Promise<Response>) => {
    await gate.pass()
    return send(request)
  }
}

async function killAfterRequest(world: VaultWorld, id: string): Promise<void> {
  const dying = await world.createProcess({
    fetch: async (request, send) => {
      await send(request)
      dying.freeze()
      return new Promise(() => {})
    },
  })
  void dying.vault.refresh(id)
  await world.time.settle()
}

/** A refresh that IMS has done, and whose answer is on its way. */
async function holdAnswer(
  world: VaultWorld,
  id: string,
  options: Parameters<VaultWorld['createProcess']>[0] = {},
) {
  const gate = createGate()
  const tokens: WireTokens[] = []
  const { vault } = await world.createProcess({
    ...options,
    fetch: async (request, send) => {
      const response = await send(request)
      if (new URL(request.url).pathname !== '/ims/token/v3') return response
      tokens.push((await response.clone().json()) as WireTokens)
      await gate.pass()
      return response
    },
  })
  const refreshing = vault.refresh(id)
  refreshing.catch(() => {})
  await world.time.settle()
  expect(gate.arrivals()).toBe(1)
  return { refreshing, gate, tokens }
}

type WireTokens = Readonly<Record<'access_token' | 'refresh_token', string>>

async function areEnded(world: VaultWorld, tokens: readonly WireTokens[]): Promise<boolean> {
  const ims = world.createIms()
  const validations = await Promise.all(
    tokens.flatMap(({ access_token: accessToken, refresh_token: refreshToken }) => [
      validateToken(ims, accessToken),
      validateToken(ims, refreshToken, { type: 'refresh_token' }),
    ]),
  )
  return validations.length > 0 && validations.every(({ isValid }) => !isValid)
}

/** Whether the refresh token that is in the store is the one that IMS takes. */
async function refreshesAgain(world: VaultWorld, id: string): Promise<boolean> {
  const { vault } = await world.createProcess()
  await world.time.advance(60_000)
  return world.time.run(
    vault.refresh(id).then(
      () => true,
      () => false,
    ),
  )
}
