/** Work that goes on although no caller waits for it. */
export interface BackgroundWork {
  /** Makes {@link BackgroundWork.ended} wait for this work; its failure is ignored. */
  readonly track: (work: Promise<unknown>) => void
  /** Waits until no work is left. */
  readonly ended: () => Promise<void>
}

export function createBackgroundWork(): BackgroundWork {
  const underWay = new Set<Promise<unknown>>()

  return {
    track(work) {
      const tracked = work
        .catch(() => {})
        .finally(() => {
          underWay.delete(tracked)
        })
      underWay.add(tracked)
    },
    async ended() {
      // Work that ends may have started more.
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
