import { createSteppedTime } from '@mudbrick/testing/stepped-time'
import { createGate, interposeStore } from '@mudbrick/testing/vault-world'
import { describe, expect, it } from 'vitest'
import { createBackgroundWork } from './background-work.ts'
import { changeContent, createContent } from './grant-content.ts'
import { createGrantReader } from './grant-reader.ts'
import { createKeyring } from './keys/keyring.ts'
import { createMemoryGrantStore } from './stores/memory-grant-store.ts'
import { createWatch } from './vault-clock.ts'
import type { VaultContext } from './vault-context.ts'

describe('createGrantReader()', () => {
  it('asks the store no more often than it has to', async () => {
    const { reader, time, reads } = createReader()
    await reader.write('id-1', 0, content)
    await Promise.all([reader.load('id-1'), reader.load('id-1')])
    expect(reads()).toBe(0)
    await time.advance(750)
    expect(reader.peek('id-1')).toBeUndefined()
    await Promise.all([reader.load('id-1'), reader.load('id-1')])
    expect(reads()).toBe(1)
    expect(reader.peek('id-1')).toBeDefined()
  })

  it('joins no question that was asked long ago', async () => {
    const { reader, time, reads, gate } = createReader({ isSlow: true })
    void reader.load('id-1')
    await time.settle()
    void reader.load('id-1')
    await time.advance(750)
    void reader.load('id-1')
    await time.settle()
    expect(reads()).toBe(2)
    gate.open()
  })

  it('does not take an answer for a rollback that is older than what was written meanwhile', async () => {
    const time = createSteppedTime()
    const store = createMemoryGrantStore()
    const gate = createGate()
    const slow = {
      ...store,
      async read(id: string) {
        const record = await store.read(id)
        await gate.pass()
        return record
      },
    }
    const reader = createGrantReader({ ...createContext(time), store: slow }, caching)
    const first = await reader.write('id-1', 0, content)
    const reading = reader.reload('id-1')
    await time.settle()
    const second = await reader.write('id-1', 1, changeContent(content, { isUsed: false }))
    gate.open()
    expect(first).toMatchObject({ version: 1 })
    expect(await reading).toBe(second)
  })

  it('gives no version that it did not write', async () => {
    const { reader } = createReader()
    await reader.write('id-1', 0, content)
    expect(await reader.write('id-1', 0, content)).toBeUndefined()
  })
})

const content = createContent({
  clientId: 'client-1',
  generation: 1,
  state: { status: 'active' },
  subject: undefined,
  profile: undefined,
  scopes: [],
  createdAt: 1,
  receivedAt: 2,
  expiresAt: 3,
  isUsed: true,
  dueAt: undefined,
  isRevocationPending: false,
  trouble: undefined,
  accessToken: 'fake-access-token',
  refreshToken: undefined,
  revoking: [],
})

function createReader({ isSlow = false } = {}) {
  const time = createSteppedTime()
  const gate = createGate()
  let reads = 0
  const store = interposeStore(createMemoryGrantStore(), async ({ method }) => {
    if (method !== 'read') return
    reads += 1
    if (isSlow) await gate.pass()
  })
  return {
    time,
    gate,
    reader: createGrantReader({ ...createContext(time), store }, caching),
    reads: () => reads,
  }
}

const caching = { freshForMs: 750, cacheLimit: 10 }

function createContext(time: ReturnType<typeof createSteppedTime>, events: unknown[] = []) {
  return {
    ims: { clientId: 'client-1' } as VaultContext['ims'],
    store: createMemoryGrantStore(),
    keys: createKeyring([{ keyId: 'key-1', bytes: new Uint8Array(32) }]),
    watch: createWatch(time),
    random: () => 0.5,
    leaseMs: 30_000,
    emit: (grantId: string, event: object) => events.push({ grantId, ...event }),
    trace: <Result>(_name: string, _id: string, work: () => Promise<Result>) => work(),
    background: createBackgroundWork(),
    signal: new AbortController().signal,
  }
}
