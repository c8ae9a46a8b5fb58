/** One request of this page to its server. */
export interface Call {
  readonly id: number
  /** When it was sent, in epoch milliseconds. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** The HTTP status of the answer; undefined until it arrives, and when no answer came. */
  readonly status: number | undefined
  readonly durationMs: number | undefined
  /** Whether the page no longer wanted the answer, such as that of a search before the present one. */
  readonly isAbandoned: boolean
  /** Which process of the server answered, such as `Process 1`. */
  readonly process: string | undefined
}

/** What this page asked of its server, and which process answered. */
export interface CallRecorder {
  readonly fetch: typeof globalThis.fetch
  /** The newest fifty, newest first; the same list until something changes. */
  readonly getCalls: () => readonly Call[]
  readonly subscribe: (listener: () => void) => () => void
  readonly clear: () => void
}

export interface CreateCallRecorderOptions {
  readonly fetch: typeof globalThis.fetch
  readonly now?: () => number
}

/** Wraps a `fetch`, and remembers what went through it: never a body, and of headers only who answered. */
export function createCallRecorder(options: CreateCallRecorderOptions): CallRecorder {
  const { fetch, now = Date.now } = options
  const listeners = new Set<() => void>()
  let calls: readonly Call[] = []
  let lastId = 0

  const change = (next: readonly Call[]): void => {
    calls = next
    for (const listener of listeners) listener()
  }
  const complete = (id: number, outcome: Partial<Call>): void =>
    change(calls.map((call) => (call.id === id ? { ...call, ...outcome } : call)))

  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { pathname, search } = new URL(request.url)
      const id = (lastId += 1)
      const at = now()
      const call = {
        id,
        at,
        method: request.method,
        path: readable(pathname + search),
        status: undefined,
        durationMs: undefined,
        isAbandoned: false,
        process: undefined,
      }
      change([call, ...calls].slice(0, newest))
      try {
        const response = await fetch(request)
        complete(id, {
          status: response.status,
          durationMs: now() - at,
          process: response.headers.get(processHeader) ?? undefined,
        })
        return response
      } catch (error) {
        complete(id, { durationMs: now() - at, isAbandoned: request.signal.aborted })
        throw error
      }
    },
    getCalls: () => calls,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => change([]),
  }
}

/** In which every answer of the server names its process. */
export const processHeader = 'x-answered-by'

const newest = 50

function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}
