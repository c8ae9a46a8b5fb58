import { calculateBackOffMs } from '@mudbrick/http/internal'
import { LRUCache } from 'lru-cache'
import type { VaultClock } from '../vault-clock.ts'

const longestMs = 600_000
/** The grants that failed longest ago are forgotten, and tried again. */
const capacity = 10_000

/** The clock and the randomness of back-offs. */
export interface BackOffsOptions {
  readonly clock: VaultClock
  readonly random: () => number
}

/** Remembers which grants failed recently, so that they are not tried for a while. */
export interface BackOffs {
  readonly isResting: (id: string) => boolean
  readonly noteFailure: (id: string) => void
  readonly noteSuccess: (id: string) => void
}

export function createBackOffs({ clock, random }: BackOffsOptions): BackOffs {
  const failed = new LRUCache<string, { readonly failures: number; readonly until: number }>({
    max: capacity,
  })

  return {
    isResting: (id) => clock.elapsed() < (failed.peek(id)?.until ?? -Infinity),

    noteFailure(id) {
      const failures = (failed.get(id)?.failures ?? 0) + 1
      const backOffMs = Math.min(calculateBackOffMs(failures, random), longestMs)
      failed.set(id, { failures, until: clock.elapsed() + backOffMs })
    },

    noteSuccess: (id) => {
      failed.delete(id)
    },
  }
}
