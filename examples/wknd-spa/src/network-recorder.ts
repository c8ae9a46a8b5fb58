import type { Fetch } from '@mudbrick/aem'

/** A request of this page and what became of it. Holds no token: see {@link tokenVariable}. */
export interface RecordedExchange {
  readonly id: number
  readonly method: string
  readonly url: string
  readonly requestHeaders: RecordedHeaders
  readonly requestBody: string | undefined
  readonly outcome: RecordedOutcome
}

export type RecordedHeaders = readonly (readonly [name: string, value: string])[]

export type RecordedOutcome =
  | { readonly status: 'pending' }
  | {
      readonly status: 'answered'
      readonly httpStatus: number
      readonly durationMs: number
      readonly headers: RecordedHeaders
      readonly body: string
      /** Where the browser was led, when the answer came from another address. */
      readonly redirectedTo: string | undefined
    }
  | {
      /** There was no answer; or the page has abandoned the request before it came. */
      readonly status: 'failed' | 'abandoned'
      readonly durationMs: number
      readonly reason: string
    }

export interface NetworkRecorder {
  /** Fetches as the one given, and records it. */
  readonly fetch: Fetch
  /** The exchanges, newest first; the same array until something changes. */
  readonly getExchanges: () => readonly RecordedExchange[]
  readonly subscribe: (listener: () => void) => () => void
  readonly clear: () => void
}

export interface CreateNetworkRecorderOptions {
  readonly fetch: Fetch
  /** How many exchanges are kept; 50 by default. */
  readonly limit?: number
  /** A clock in milliseconds that never goes back; the page's own by default. */
  readonly now?: () => number
}

/** What stands for the access token wherever an exchange is shown. */
export const tokenVariable = '$TOKEN'

/**
 * Records what goes through a `fetch`. It belongs before the session's, which adds the token: so
 * no token ever reaches a recording.
 */
export function createNetworkRecorder(options: CreateNetworkRecorderOptions): NetworkRecorder {
  const { fetch, limit = 50, now = () => performance.now() } = options
  const listeners = new Set<() => void>()
  let exchanges: readonly RecordedExchange[] = []
  let lastId = 0

  const change = (changed: readonly RecordedExchange[]): void => {
    exchanges = changed
    for (const listener of listeners) listener()
  }
  const settle = (id: number, outcome: RecordedOutcome): void =>
    change(exchanges.map((exchange) => (exchange.id === id ? { ...exchange, outcome } : exchange)))

  return {
    getExchanges: () => exchanges,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => change([]),
    fetch: async (input, init) => {
      const id = ++lastId
      const startedAt = now()
      change([{ id, ...describeRequest(input, init) }, ...exchanges].slice(0, limit))
      try {
        const response = await fetch(input, init)
        // The caller need not wait for the copy; a body that breaks off is the caller's to report.
        void readBody(response.clone()).then((body) =>
          settle(id, { ...describeAnswer(response), body, durationMs: now() - startedAt }),
        )
        return response
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        const status = init?.signal?.aborted ? 'abandoned' : 'failed'
        settle(id, { status, durationMs: now() - startedAt, reason: mask(reason) })
        throw error
      }
    },
  }
}

const maxBodyLength = 20_000

function describeRequest(
  input: RequestInfo | URL,
  init: RequestInit = {},
): Omit<RecordedExchange, 'id'> {
  // Without its body: a Request would take the caller's stream.
  const { body, ...head } = init
  const { method, url, headers } = new Request(input, head)
  headers.set('authorization', `Bearer ${tokenVariable}`)
  return {
    method,
    url,
    requestHeaders: [...headers],
    requestBody: typeof body === 'string' ? shorten(mask(body)) : undefined,
    outcome: { status: 'pending' },
  }
}

function describeAnswer(response: Response): {
  readonly status: 'answered'
  readonly httpStatus: number
  readonly headers: RecordedHeaders
  readonly redirectedTo: string | undefined
} {
  return {
    status: 'answered',
    httpStatus: response.status,
    headers: [...response.headers].map(([name, value]) => [name, mask(value)]),
    redirectedTo: response.redirected ? response.url : undefined,
  }
}

async function readBody(response: Response): Promise<string> {
  const text = await response.text().catch(() => '(the body broke off)')
  return shorten(mask(text))
}

/** Nothing here should hold a token; if it does, the copy leaves it out. */
function mask(text: string): string {
  return text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, tokenVariable)
}

function shorten(text: string): string {
  return text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}…` : text
}
