// @ts-check

/**
 * Repeats operations, each as soon as its last answer is there.
 * @param {readonly (() => Promise<unknown>)[]} operations
 * @param {{ seconds: number } | { count: number }} until
 * @returns {Promise<number>} how many were done
 */
export async function repeat(operations, until) {
  const end = 'seconds' in until ? performance.now() + until.seconds * 1000 : Infinity
  const limit = 'count' in until ? until.count : Infinity
  let count = 0
  await Promise.all(
    operations.map(async (operation) => {
      while (count < limit && performance.now() < end) {
        count += 1
        await operation()
      }
    }),
  )
  return count
}
