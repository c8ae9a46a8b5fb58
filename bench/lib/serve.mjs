// @ts-check

/**
 * Tells the runner where this program serves, and answers its questions.
 * @param {string} origin
 * @param {(question: any) => Promise<unknown>} [answer]
 */
export function announce(origin, answer) {
  process.on('message', async (/** @type {any} */ message) => {
    if (message.question === 'cpu-seconds') process.send?.(readCpuSeconds())
    else process.send?.(await answer?.(message))
  })
  process.on('disconnect', () => process.exit())
  // An exit, and not an end by signal: the profiler writes its file then.
  process.on('SIGTERM', () => process.exit())
  process.send?.({ origin })
}

function readCpuSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** The port that the runner chose, or 0 for any. */
export const port = Number(process.argv[2] ?? 0)
