/**
 * Does the work for each item, so many at a time. After a failure it starts no further item, and
 * rejects with the first failure when everything that was started has ended.
 */
export async function forEachConcurrently<Item>(
  items: Iterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  let hasFailed = false
  const results = await Promise.allSettled(Array.from({ length: concurrency }, takeTurns))
  for (const result of results) if (result.status === 'rejected') throw result.reason

  async function takeTurns(): Promise<void> {
    while (!hasFailed) {
      const next = queue.next()
      if (next.done) return
      try {
        await work(next.value)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
}
