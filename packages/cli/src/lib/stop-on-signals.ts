/** Aborts when the process is told to stop, and ends it at once when it is told so again. */
export function stopOnSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  let toldAt = 0
  const obey = (): void => {
    if (!controller.signal.aborted) {
      toldAt = performance.now()
      controller.abort()
    } else if (performance.now() - toldAt > repetitionMs) process.exit(interrupted)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, obey)
  return controller.signal
}

// npm and npx pass Ctrl-C on to a program that has it from the terminal already.
const repetitionMs = 300

/** 128 and the number of SIGINT, as shells have it. */
const interrupted = 130
