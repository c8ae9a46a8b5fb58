import { createVaultWorld, type VaultProcess, type VaultWorld } from '@mudbrick/testing/vault-world'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { GrantStore } from '../grant-store.ts'

// Every request to the store and to IMS, and every answer of theirs, waits until it is its turn; whose
// turn it is, when time goes by and who dies is drawn. IMS is the sandbox, which takes a refresh token
// once and forgives nothing.

let world: VaultWorld

beforeAll(async () => {
  world = await createVaultWorld()
  await world.signIn()
}, 60_000)

describe('in every order of events', () => {
  it('a token is refreshed once, while no process dies and answers come in time', async () => {
    await checkRuns(20_261_121, { call: 1, refresh: 1, turn: 6 }, async (run) => {
      expect(Math.max(0, ...run.posts().values())).toBeLessThanOrEqual(1)
      expect(await run.refreshAtLast()).toBe('active')
    })
  }, 60_000)

  it('no rotation is lost, however late its answer, while no process dies', async () => {
    const actions = { call: 1, refresh: 1, turn: 12, time: 1, freeze: 1, thaw: 1 }
    await checkRuns(20_261_122, actions, async (run) => {
      const outcome = await run.refreshAtLast()
      // IMS may have answered a request that was given up long ago: that answer is lost.
      expect(outcome).toMatch(run.countLost() > 0 ? /^(active|in_doubt)$/ : /^active$/)
    })
  }, 60_000)

  it('a rotation that is lost is reported, and no process retries for ever', async () => {
    const outcomes = new Set<string>()
    const actions = { call: 1, refresh: 1, turn: 12, time: 1, kill: 1, fail: 1 }
    await checkRuns(20_261_123, actions, async (run) => {
      const outcome = await run.refreshAtLast()
      outcomes.add(outcome)
      expect(outcome).toMatch(run.countLost() > 0 ? /^(active|in_doubt)$/ : /^active$/)
    })
    // Else the property would say nothing.
    expect([...outcomes].toSorted()).toEqual(['active', 'in_doubt'])
  }, 60_000)
})

type Action = 'turn' | 'time' | 'call' | 'refresh' | 'freeze' | 'thaw' | 'kill' | 'fail'

type Run = Awaited<ReturnType<typeof createRun>>

async function checkRuns(
  seed: number,
  weights: Readonly<Partial<Record<Action, number>>>,
  check: (run: Run) => Promise<void>,
): Promise<void> {
  const actions = Object.entries(weights).flatMap(([action, weight]) =>
    Array.from({ length: weight }, () => action as Action),
  )
  const step = fc.tuple(fc.constantFrom(...actions), fc.nat(99))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 160 }), async (steps) => {
      const run = await createRun()
      for (const [action, draw] of steps) await run.step(action, draw)
      await run.finish()
      await check(run)
    }),
    { seed, numRuns: 12, interruptAfterTimeLimit: 40_000 },
  )
}

interface Waiting {
  readonly process: number
  readonly goOn: () => void
}

async function createRun() {
  let waiting: Waiting[] = []
  const posts = new Map<string, number>()
  const rotations: { readonly process: number; isWritten: boolean }[] = []
  const dead = new Set<number>()
  const calls: { readonly process: number; isSettled: boolean }[] = []
  let failure: 'lose' | 'refuse' | undefined

  const turn = (process: number): Promise<void> =>
    new Promise((resolve) => waiting.push({ process, goOn: resolve }))
  const processes: VaultProcess[] = []
  for (const process of [0, 1, 2]) {
    processes.push(
      await world.createProcess({
        leaseMs: 3_000,
        store: inTurn(world.store, () => turn(process)),
        fetch: async (request, send) => {
          await turn(process)
          const token = new URLSearchParams(await request.clone().text()).get('refresh_token') ?? ''
          posts.set(token, (posts.get(token) ?? 0) + 1)
          const met = failure
          failure = undefined
          if (met === 'refuse') return new Response('', { status: 503 })
          const response = await send(request)
          const rotation = { process, isWritten: false }
          if (response.ok) rotations.push(rotation)
          await turn(process)
          if (met === 'lose' || request.signal.aborted) throw new TypeError('fetch failed')
          rotation.isWritten = true
          return response
        },
      }),
    )
  }
  const owner = await world.createProcess()
  const grant = await world.signIn()
  const id = await owner.vault.add(grant)
  await world.time.advance(24 * 3_600_000)

  return {
    posts: () => posts,
    /** Rotations that no living process heard of, or that died with it. */
    countLost: () =>
      rotations.filter(({ process, isWritten }) => !isWritten || dead.has(process)).length,

    async step(action: Action, draw: number): Promise<void> {
      await world.time.settle()
      const process = draw % 3
      if (action === 'turn') giveTurn(draw)
      if (action === 'time') await world.time.advance(spansMs[draw % 4] ?? 0)
      if (action === 'call') begin(process, ({ vault }) => vault.getAccessToken(id))
      if (action === 'refresh') begin(process, ({ vault }) => vault.refresh(id))
      if (action === 'freeze') processes[process]?.freeze()
      if (action === 'thaw' && !dead.has(process)) processes[process]?.thaw()
      // At least one process has to survive.
      if (action === 'kill' && process > 0) kill(process)
      if (action === 'fail') failure = draw % 2 === 0 ? 'lose' : 'refuse'
    },

    /** Lets every living process finish. */
    async finish(): Promise<void> {
      for (const process of [0, 1, 2]) {
        if (!dead.has(process)) processes[process]?.thaw()
      }
      for (let steps = 0; ; steps += 1) {
        await world.time.settle()
        if (waiting.length > 0) giveTurn(0)
        else if (calls.every(({ process, isSettled }) => isSettled || dead.has(process))) break
        else await world.time.next()
        if (steps > 5_000) throw new Error('A process retries for ever.')
      }
    },

    /** What becomes of a refresh when all is quiet. */
    async refreshAtLast(): Promise<string> {
      failure = undefined
      // So long that leases, back-offs and requests are over.
      await world.time.advance(120_000)
      await this.finish()
      const { vault } = await world.createProcess()
      return world.time.run(
        vault.refresh(id).then(
          ({ status }) => status,
          (error: { readonly code: string }) => error.code,
        ),
      )
    },
  }

  function giveTurn(draw: number): void {
    const [next] = waiting.splice(draw % Math.max(1, waiting.length), 1)
    next?.goOn()
  }

  function begin(process: number, call: (process: VaultProcess) => Promise<unknown>): void {
    const caller = processes[process]
    if (!caller || dead.has(process)) return
    const record = { process, isSettled: false }
    calls.push(record)
    const settle = (): void => {
      record.isSettled = true
    }
    call(caller).then(settle, settle)
  }

  function kill(process: number): void {
    dead.add(process)
    processes[process]?.freeze()
    waiting = waiting.filter((other) => other.process !== process)
  }
}

/** A moment, or so long that a request, or a lease, is over. */
const spansMs = [100, 500, 1_600, 3_100]

/** A store that is asked, and answers, when it is its turn. */
function inTurn(store: GrantStore, turn: () => Promise<void>): GrantStore {
  const take = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await turn()
    const result = await work()
    await turn()
    return result
  }
  return {
    ...store,
    read: (id) => take(() => store.read(id)),
    compareAndSwap: (id, version, record) => take(() => store.compareAndSwap(id, version, record)),
    lease: (name, ttlMs) => take(() => store.lease(name, ttlMs)),
  }
}
