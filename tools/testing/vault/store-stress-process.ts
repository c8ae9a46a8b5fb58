import { openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GrantRecord, GrantStore } from '@mudbrick/vault'
import { createSeededRandom } from '../platform/seeded-random.ts'

export type StressRole = 'write' | 'open' | 'checkpoint'

/** What a process is told to do, until it is told to stop. */
export interface StressTask {
  readonly role: StressRole
  readonly place: unknown
  /** The file to which it appends what was acknowledged, and what went wrong. */
  readonly notes: string
  readonly seed: number
}

/** How the process opens the store, and what makes checkpoints of it. */
export interface StressedStore {
  readonly open: (place: never) => GrantStore
  readonly createCheckpointer?: (place: never) => (mode: CheckpointMode) => void
}

export type CheckpointMode = (typeof checkpointModes)[number]

const checkpointModes = ['passive', 'full', 'restart', 'truncate'] as const
const grants = 12
const writersPerProcess = 6

/** Does in this process what `runStoreStress()` in another one asks. */
export function serveStoreStress({ open, createCheckpointer }: StressedStore): void {
  const stopping = new AbortController()

  process.on('disconnect', () => process.exit(1))
  process.on('message', (message: StressTask | 'stop') => {
    if (message === 'stop') stopping.abort()
    else void run(message).then(leave)
  })

  /** Lets the process end, if nothing keeps it. */
  function leave(): void {
    process.removeAllListeners('disconnect')
    process.disconnect()
  }

  async function run({ role, place, notes, seed }: StressTask): Promise<void> {
    const random = createSeededRandom(seed)
    const file = openSync(notes, 'a')
    const note = (...words: readonly (string | number)[]): void => {
      writeSync(file, `${words.join(' ')}\n`)
    }
    const tasks = { write: writeAll, open: openOften, checkpoint: checkpointOften }
    await tasks[role]()

    async function writeAll(): Promise<void> {
      const store = open(place as never)
      const seen = new Map<string, number>()
      const loops = Array.from({ length: writersPerProcess }, () =>
        repeat(() => writeOne(store, seen)),
      )
      await Promise.all(loops)
      await store.close()
    }

    async function openOften(): Promise<void> {
      await repeat(async () => {
        const store = open(place as never)
        note('open')
        await writeOne(store, new Map())
        await store.close()
      })
    }

    async function checkpointOften(): Promise<void> {
      const checkpoint = createCheckpointer?.(place as never)
      await repeat(async () => {
        checkpoint?.(checkpointModes[Math.floor(random() * checkpointModes.length)] ?? 'passive')
        note('checkpoint')
        await sleep(random() * 5)
      })
    }

    async function repeat(work: () => Promise<void>): Promise<void> {
      while (!stopping.signal.aborted) {
        try {
          await work()
        } catch (error) {
          const { code = 'unknown' } = error as { readonly code?: string }
          note('failed', code)
        }
      }
    }

    async function writeOne(store: GrantStore, seen: Map<string, number>): Promise<void> {
      const id = `grant-${Math.floor(random() * grants)}`
      const version = (await store.read(id))?.version ?? 0
      if (version < (seen.get(id) ?? 0)) note('back', id, version)
      const next = version + 1
      if (await store.compareAndSwap(id, version, createRecord(next))) {
        note('wrote', id, next)
        seen.set(id, Math.max(seen.get(id) ?? 0, next))
      }
      if (random() < 0.1) await leaseOne(store)
    }

    async function leaseOne(store: GrantStore): Promise<void> {
      const lease = await store.lease(`lease-${Math.floor(random() * grants)}`, 5_000)
      if (!lease) return
      note('wrote', 'fence', lease.fence)
      await lease.release()
    }

    function createRecord(version: number): GrantRecord {
      return {
        version,
        clientId: 'app',
        subjectHash: `user-${version % 3}`,
        keyId: `key-${version % 4}`,
        dueAt: version % 3 === 0 ? undefined : version,
        isRevocationPending: version % 5 === 0,
        sealed: 's'.repeat(1_000 + Math.floor(random() * 6_000)),
      }
    }
  }
}
