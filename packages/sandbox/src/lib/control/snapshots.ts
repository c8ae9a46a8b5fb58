import { generateId, type Clock, type Randomness } from '../effects.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { SandboxSnapshot } from './snapshot-format.ts'

/** A snapshot that the sandbox keeps in memory for programs that reach it over HTTP. */
export interface KeptSnapshot {
  /** Names it. */
  readonly id: string
  /** When it was taken, in the sandbox's time: milliseconds since the epoch. */
  readonly takenAt: number
}

/** The newest 20 snapshots, kept in memory. A reset leaves them where they are. */
export interface SnapshotsControl {
  /** Those that are kept, oldest first. */
  list(): readonly KeptSnapshot[]
  /** Keeps what the sandbox remembers now; of more than 20, the oldest goes. */
  take(): KeptSnapshot
  /**
   * Puts back what the sandbox remembered then; the snapshot is kept and can be restored again.
   *
   * @throws {@link SandboxError} `not_found`, telling which there are.
   */
  restore(id: string): void
  /** Forgets a snapshot; false when there was none. */
  remove(id: string): boolean
}

export interface SnapshotsOptions {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly snapshot: () => SandboxSnapshot
  readonly restore: (snapshot: SandboxSnapshot) => void
}

export function createSnapshots(options: SnapshotsOptions): SnapshotsControl {
  const kept = new Map<string, KeptSnapshot & { readonly snapshot: SandboxSnapshot }>()
  return {
    list: () => [...kept.values()].map(({ id, takenAt }) => ({ id, takenAt })),
    take: () => {
      const id = generateId(options.randomness)
      const takenAt = options.clock.now()
      kept.set(id, { id, takenAt, snapshot: options.snapshot() })
      const [oldest] = kept.keys()
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest)
      return { id, takenAt }
    },
    restore: (id) => {
      const found = kept.get(id)
      if (found === undefined) throw notFound(id, [...kept.keys()])
      options.restore(found.snapshot)
    },
    remove: (id) => kept.delete(id),
  }
}

const capacity = 20

function notFound(id: string, known: readonly string[]): SandboxError {
  return new SandboxError(
    'not_found',
    `The sandbox keeps no snapshot ${JSON.stringify(id)}: there are ${known.join(', ') || 'none'}; take one first.`,
  )
}
