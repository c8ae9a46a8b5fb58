// @ts-check

/**
 * @typedef {object} Stop
 * @property {AbortSignal} signal Aborts when the process is told to stop.
 * @property {(close: () => Promise<unknown>) => void} closing Adds what is to be closed before the end.
 * @property {(exitCode: number) => Promise<never>} end Closes all of it and ends the process.
 */

const closingMs = 800

// npm passes Ctrl-C on to a process that has it from the terminal already.
const repetitionMs = 300

/**
 * Ends the process, with all that it serves, on Ctrl-C and when it is told to; at once the second time.
 * @returns {Stop}
 */
export function stopOnSignals() {
  const controller = new AbortController()
  /** @type {(() => Promise<unknown>)[]} */
  const closers = []
  let toldAt = 0

  /** @type {Stop['end']} */
  const end = async (exitCode) => {
    // Vite ends the process too, with the exit code that is set here.
    process.exitCode = exitCode
    setTimeout(() => process.exit(exitCode), closingMs)
    await Promise.allSettled(closers.map((close) => close()))
    process.exit(exitCode)
  }
  const obey = () => {
    if (controller.signal.aborted) {
      if (performance.now() - toldAt > repetitionMs) process.exit(0)
      return
    }
    toldAt = performance.now()
    controller.abort()
    if (process.stdout.isTTY) console.log('\n  Stopped.')
    void end(0)
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, obey)
  watchNpm(obey)
  return { signal: controller.signal, closing: (close) => closers.push(close), end }
}

/**
 * npm that is told to stop ends its shell, but does not tell the program that the shell runs.
 * @param {() => void} onGone
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 200)
  timer.unref()
}
