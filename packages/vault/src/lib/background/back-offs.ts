import { calculateBackOffMs } from '@mudbrick/http'
import type { VaultClock } from '../vault-clock.ts'

const longestMs = 600_000
/** Past that the oldest are forgotten, and tried again. */
const capacity = 10_000

/** What back-offs are counted by. */
export interface BackOffsOptions {
  readonly clock: VaultClock
  readonly random: () => number
}

/** Remembers which grants failed lately, so that they are left alone for a while. */
export interface BackOffs {
  readonly isResting: (id: string) => boolean
  readonly noteFailure: (id: string) => void
  readonly noteSuccess: (id: string) => void
}

export function createBackOffs({ clock, random }: BackOffsOptions): BackOffs {
  const failed = new Map<string, { readonly failures: number; readonly until: number }>()

  return {
    isResting: (id) => clock.elapsed() < (failed.get(id)?.until ?? -Infinity),

    noteFailure(id) {
      const failures = (failed.get(id)?.failures ?? 0) + 1
      const backOffMs = Math.min(calculateBackOffMs(failures, random), longestMs)
      // To the end, so that the oldest are those that failed longest ago.
      failed.delete(id)
      failed.set(id, { failures, until: clock.elapsed() + backOffMs })
      if (failed.size > capacity) forgetOldest()
    },

    noteSuccess: (id) => {
      failed.delete(id)
    },
  }

  function forgetOldest(): void {
    for (const id of failed.keys()) {
      failed.delete(id)
      return
    }
  }
}
