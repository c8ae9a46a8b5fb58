import type { Clock } from '../effects.ts'
import { SandboxError } from '../sandbox-error.ts'
import { isPath } from '../wire/router.ts'
import { rememberCaller } from './caller.ts'
import {
  shapeExchange,
  type RecordedExchange,
  type Exchange,
  type JournalService,
  type ExchangeNotes,
} from './exchange.ts'
import { isHintCode, type HintCode } from './hints.ts'

/** Which exchanges: those that agree with every property given. */
export interface ExchangeFilter {
  /** The service that answered. */
  readonly service?: JournalService
  /** The HTTP method, in capitals. */
  readonly method?: string
  /** The path, or how it begins followed by `*`. */
  readonly path?: string
  /** The answer's status. */
  readonly status?: number
  /** The client that the request named. */
  readonly clientId?: string
  /** The e-mail address or the id of the user that the exchange was about. */
  readonly user?: string
  /** The code of a hint that was noted. */
  readonly hint?: HintCode
  /** Only exchanges with a greater index: what came after one that is known. */
  readonly after?: number
  /** Only exchanges at this instant of the sandbox's time or later, in milliseconds since the epoch. */
  readonly since?: number
}

/** How to wait for an exchange. */
export interface WaitForOptions {
  /** How long to wait, in real milliseconds; 5,000 by default. */
  readonly timeoutMs?: number
  /** Ends the waiting. */
  readonly signal?: AbortSignal
}

/** What was sent to the sandbox, and what it answered: the newest 1,000 exchanges by default. */
export interface Journal {
  /** How many exchanges were recorded and are no longer held, because newer ones took their place. */
  readonly dropped: number
  /** The exchanges that agree with the filter, oldest first. */
  exchanges(filter?: ExchangeFilter): readonly Exchange[]
  /** The newest exchange that agrees with the filter. */
  last(filter?: ExchangeFilter): Exchange | undefined
  /**
   * Waits for the first exchange that agrees with the filter; one that is there already is given at once.
   * `after: journal.last()?.index` waits for one to come.
   *
   * @throws {@link SandboxError} `timed_out`, telling what came instead.
   */
  waitFor(filter: ExchangeFilter, options?: WaitForOptions): Promise<Exchange>
  /** Is told of each exchange as it is recorded, until the function that it gives is called. */
  subscribe(listener: (exchange: Exchange) => void): () => void
  /** Forgets all exchanges. */
  clear(): void
}

/** The journal, and the pen. */
export interface RecordingJournal extends Journal {
  /** Writes an exchange down. It only keeps what it is given; shaping and masking wait for a reader. */
  record(exchange: ExchangeNotes): void
}

export interface JournalOptions {
  readonly clock: Clock
  /** How many exchanges are held; 1,000 by default. */
  readonly capacity?: number
  /** The id of the user with that e-mail address, for filters. */
  readonly findUserId?: (email: string) => string | undefined
}

export function createJournal(options: JournalOptions): RecordingJournal {
  const { clock, capacity = 1000, findUserId } = options
  requireInteger('capacity', capacity, 1)
  // A ring: the exchange with index n lies at n % capacity.
  let ring: RecordedExchange[] = []
  let newest = 0
  let oldest = 1
  let dropped = 0
  const listeners = new Set<(exchange: Exchange) => void>()

  const held = function* (from: number): Generator<Exchange> {
    for (let index = Math.max(from, oldest); index <= newest; index += 1) {
      const recorded = ring[index % capacity]
      if (recorded !== undefined) yield shapeExchange(recorded)
    }
  }
  const find = (filter: ExchangeFilter): Exchange | undefined => {
    const matches = createMatcher(filter, findUserId)
    for (const exchange of held((filter.after ?? 0) + 1)) if (matches(exchange)) return exchange
    return undefined
  }
  const subscribe: Journal['subscribe'] = (listener) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get dropped() {
      return dropped
    },
    exchanges: (filter = {}) => {
      const matches = createMatcher(filter, findUserId)
      return [...held((filter.after ?? 0) + 1)].filter(matches)
    },
    last: (filter = {}) => {
      const matches = createMatcher(filter, findUserId)
      for (let index = newest; index >= Math.max(oldest, (filter.after ?? 0) + 1); index -= 1) {
        const recorded = ring[index % capacity]
        const exchange = recorded && shapeExchange(recorded)
        if (exchange !== undefined && matches(exchange)) return exchange
      }
      return undefined
    },
    waitFor: async (filter, { timeoutMs = 5000, signal } = {}) => {
      const withCaller = rememberCaller()
      signal?.throwIfAborted()
      requireInteger('timeoutMs', timeoutMs, 0)
      const matches = createMatcher(filter, findUserId)
      const found = find(filter)
      if (found !== undefined) return found
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer)
          unsubscribe()
          signal?.removeEventListener('abort', onAbort)
        }
        const onAbort = (): void => {
          stop()
          reject(signal?.reason)
        }
        const timer = setTimeout(() => {
          stop()
          reject(withCaller(createTimeoutError(filter, timeoutMs, [...held(1)])))
        }, timeoutMs)
        const unsubscribe = subscribe((exchange) => {
          if (!matches(exchange)) return
          stop()
          resolve(exchange)
        })
        signal?.addEventListener('abort', onAbort)
      })
    },
    subscribe,
    clear: () => {
      ring = []
      oldest = newest + 1
      dropped = 0
    },
    record: (notes) => {
      const { request, response, ...others } = notes
      const { url, method, headers: requestHeaders } = request
      // Reading the journal must not fill it, and bodies of the control API hold passwords.
      if (others.service === 'home' && isControlUrl(url)) return
      newest += 1
      if (newest - oldest >= capacity) {
        oldest += 1
        dropped += 1
      }
      const recorded: RecordedExchange = {
        ...others,
        index: newest,
        at: clock.now(),
        method,
        url,
        requestHeaders,
        // Passwords are not kept: the form of the sign-in page is dropped here.
        requestBody: isSignInUrl(url) ? undefined : others.requestBody,
        status: response?.status,
        responseHeaders: response?.headers,
        responseText: bound(others.responseText),
        shaped: undefined,
      }
      ring[newest % capacity] = recorded
      for (const listener of listeners) listener(shapeExchange(recorded))
    },
  }
}

function isControlUrl(url: string): boolean {
  return /^[^/]*\/\/[^/]*\/control(?:[/?#]|$)/.test(url)
}

function isSignInUrl(url: string): boolean {
  return /\/sign-in\/?(?:[?#]|$)/.test(url)
}

const maxTextLength = 16 * 1024

/** A slice would hold on to the whole text, so that of a long one the beginning is written anew. */
function bound(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= maxTextLength) return text
  return new TextDecoder().decode(new TextEncoder().encode(text.slice(0, maxTextLength)))
}

const filterNames = new Set<string>([
  'service',
  'method',
  'path',
  'status',
  'clientId',
  'user',
  'hint',
  'after',
  'since',
] satisfies (keyof ExchangeFilter)[])

function createMatcher(
  filter: ExchangeFilter,
  findUserId: JournalOptions['findUserId'],
): (exchange: Exchange) => boolean {
  for (const name of Object.keys(filter)) {
    if (filterNames.has(name)) continue
    throw new SandboxError(
      'invalid_configuration',
      `The journal cannot be filtered by ${JSON.stringify(name)}: use ${[...filterNames].join(', ')}.`,
    )
  }
  const { service, method, path, status, clientId, user, hint, after = 0, since } = filter
  if (hint !== undefined && !isHintCode(hint)) {
    throw new SandboxError(
      'invalid_configuration',
      `The journal knows no hint ${JSON.stringify(hint)}: docs/sandbox-hints.md of the repository has the table of those there are.`,
    )
  }
  const userId = user === undefined ? undefined : (findUserId?.(user) ?? user)
  return (exchange) =>
    exchange.index > after &&
    agrees(service, exchange.service) &&
    agrees(method?.toUpperCase(), exchange.method) &&
    (path === undefined || isPath(path, exchange.path)) &&
    agrees(status, exchange.status) &&
    agrees(clientId, exchange.clientId) &&
    agrees(userId, exchange.userId) &&
    (hint === undefined || exchange.hints.some(({ code }) => code === hint)) &&
    (since === undefined || exchange.at >= since)
}

function agrees<Value>(wanted: Value | undefined, actual: Value | undefined): boolean {
  return wanted === undefined || wanted === actual
}

function createTimeoutError(
  filter: ExchangeFilter,
  timeoutMs: number,
  exchanges: readonly Exchange[],
): SandboxError {
  const seen = exchanges
    .slice(-3)
    .map(
      ({ service, method, path, status }) =>
        `${service} ${method} ${path} (${status ?? 'no answer'})`,
    )
  const instead =
    seen.length === 0
      ? 'the journal is empty, so see whether the application calls this sandbox'
      : `the journal holds ${exchanges.length}, the newest being ${seen.join(', ')}`
  return new SandboxError(
    'timed_out',
    `No exchange agreed with ${JSON.stringify(filter)} within ${timeoutMs} ms: ${instead}.`,
  )
}

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return
  throw new SandboxError(
    'invalid_configuration',
    `The journal's ${name} is ${JSON.stringify(value)}: give a whole number from ${least} up.`,
  )
}
