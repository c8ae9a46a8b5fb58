/** What goes on while nobody waits for it. */
export interface BackgroundWork {
  /** Sees to it that {@link BackgroundWork.ended} waits for this work; its failure is nobody's. */
  readonly attend: (work: Promise<unknown>) => void
  /** Waits until nothing goes on any more. */
  readonly ended: () => Promise<void>
}

export function createBackgroundWork(): BackgroundWork {
  const underWay = new Set<Promise<unknown>>()

  return {
    attend(work) {
      const attended = work
        .catch(() => {})
        .finally(() => {
          underWay.delete(attended)
        })
      underWay.add(attended)
    },
    async ended() {
      // What ends may have begun more.
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
