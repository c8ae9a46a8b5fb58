import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { constants } from 'node:os'
import { checkOptions } from '@mudbrick/http/internal'
import { spanClock, writeToConsole } from '../defaults.ts'
import {
  closeServer,
  type CloseServerOptions,
  knownCloseServerOptions,
  parseCloseServerOptions,
  type ServerEnd,
} from './close-server.ts'
import { watchConnections } from './connections.ts'

/** Says at which signals a process ends, and how. */
export interface CloseOnSignalsOptions extends CloseServerOptions {
  /** The signals. `SIGTERM` and `SIGINT` by default. */
  readonly signals?: readonly NodeJS.Signals[] | undefined
  /** Called before the process exits. By default, writes one line to the console if something was still open. */
  readonly onEnd?: ((end: ServerEnd) => void) | undefined
}

/**
 * Ends this process at a signal as {@link closeServer} ends its server, with exit code 0, or 1 if
 * something was still open at the end. A second signal ends it at once. Call it before the server
 * listens, so that it knows every connection.
 *
 * @returns a function that ends the process in the same way without a signal
 * @throws {@link ConfigurationError} for options that are invalid.
 *
 * @example
 * ```ts
 * const server = createServer(toNodeHandler(answer))
 * closeOnSignals(server, { vault, close: () => store.close() })
 * server.listen(3002, 'localhost')
 * ```
 */
export function closeOnSignals(
  server: HttpServer | HttpsServer,
  options: CloseOnSignalsOptions = {},
): () => Promise<void> {
  checkOptions('closeOnSignals', options, knownOptions)
  const { signals = ['SIGTERM', 'SIGINT'], onEnd = reportOnConsole, ...closeOptions } = options
  parseCloseServerOptions(closeOptions)
  const connections = watchConnections(server, closeOptions.clock ?? spanClock)
  let ending: Promise<void> | undefined

  const end = (): Promise<void> => {
    ending ??= closeServer(server, closeOptions).then((result) => exit(result))
    return ending
  }
  const endAtOnce = (signal: NodeJS.Signals): never => {
    const calls = connections.listCalls().length
    const message = `The server was ended by a second ${signal} with ${calls} calls under way.`
    // As shells number processes that a signal has ended.
    return exit({ isComplete: false, message }, 128 + constants.signals[signal])
  }
  const exit = (result: ServerEnd, failureCode = 1): never => {
    try {
      onEnd(result)
    } finally {
      // Without a number it is the one that the app has set.
      process.exit(result.isComplete ? undefined : failureCode)
    }
  }
  for (const signal of signals) {
    process.on(signal, () => {
      if (ending === undefined) void end()
      else endAtOnce(signal)
    })
  }
  return end
}

const knownOptions: Readonly<Record<keyof CloseOnSignalsOptions, true>> = {
  ...knownCloseServerOptions,
  signals: true,
  onEnd: true,
}

function reportOnConsole({ isComplete, message }: ServerEnd): void {
  if (!isComplete) writeToConsole(message)
}
