import type { Clock } from '../effects.ts'
import { invalidConfiguration, SandboxError } from '../sandbox-error.ts'
import { isPath } from '../wire/router.ts'
import { rememberCaller } from './caller.ts'
import {
  outlineExchange,
  type Exchange,
  type ExchangeOutline,
  type JournalService,
  type ExchangeNotes,
  type RecordedExchange,
} from './exchange.ts'
import { isHintCode, type HintCode } from './hints.ts'
import { createHeaderKeeper } from './kept-headers.ts'
import { createRecordedExchanges, type RecordedExchanges } from './recorded-exchanges.ts'

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
  /** How many exchanges it holds at most. */
  readonly limit: number
  /** The exchanges as they were recorded, secrets and all. */
  readonly recorded: RecordedExchanges
  /** Writes an exchange down. It only keeps what it is given; shaping and masking wait for a reader. */
  record(exchange: ExchangeNotes): void
}

export interface JournalOptions {
  readonly clock: Clock
  /** How many exchanges are held; 1,000 by default. */
  readonly capacity?: number
  /** The id of the user with that e-mail address, for filters. */
  readonly findUserId?: (email: string) => string | undefined
  /** The number under which what the sandbox knows now can be looked up later. */
  readonly moment?: () => number
  /** Is told when all exchanges were forgotten. */
  readonly onClear?: () => void
}

export function createJournal(options: JournalOptions): RecordingJournal {
  const {
    clock,
    capacity = 1000,
    findUserId,
    moment = () => 0,
    onClear = () => undefined,
  } = options
  requireInteger('limit', capacity, 1)
  const recorded = createRecordedExchanges(capacity)
  const keepHeaders = createHeaderKeeper()
  const listeners = new Set<(exchange: Exchange) => void>()

  const matching = function* (filter: ExchangeFilter): Generator<Exchange> {
    const matches = createMatcher(filter, findUserId)
    for (const exchange of recorded.from((filter.after ?? 0) + 1)) {
      if (matches(outlineExchange(exchange))) yield recorded.shape(exchange)
    }
  }
  const subscribe: Journal['subscribe'] = (listener) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get dropped() {
      return recorded.dropped
    },
    limit: capacity,
    recorded,
    exchanges: (filter = {}) => [...matching(filter)],
    last: (filter = {}) => {
      const matches = createMatcher(filter, findUserId)
      for (let index = recorded.newest; index > (filter.after ?? 0); index -= 1) {
        const exchange = recorded.get(index)
        if (exchange === undefined) return undefined
        if (matches(outlineExchange(exchange))) return recorded.shape(exchange)
      }
      return undefined
    },
    waitFor: async (filter, { timeoutMs = 5000, signal } = {}) => {
      const withCaller = rememberCaller()
      signal?.throwIfAborted()
      requireInteger('timeoutMs', timeoutMs, 0)
      const matches = createMatcher(filter, findUserId)
      const found = matching(filter).next()
      if (found.done !== true) return found.value
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
          const came = [...recorded.from(1)].map(outlineExchange)
          reject(withCaller(createTimeoutError(filter, timeoutMs, came)))
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
      recorded.clear()
      onClear()
    },
    record: (notes) => {
      const { request, requestBody, response, responseText, ...others } = notes
      const { url, method, headers: requestHeaders } = request
      // Reading the journal must not fill it, and bodies of the control API hold passwords.
      if (others.service === 'home' && isControlUrl(url)) return
      // Passwords are not kept: the form of the sign-in page is dropped here.
      const kept = isSignInUrl(url) ? undefined : requestBody
      const exchange: RecordedExchange = {
        ...others,
        index: recorded.newest + 1,
        at: clock.now(),
        method,
        url,
        requestHeaders: keepHeaders(requestHeaders),
        requestBody: boundBytes(kept),
        status: response?.status,
        responseHeaders: response && keepHeaders(response.headers),
        responseText: bound(responseText),
        lengths: { request: kept?.byteLength ?? 0, response: responseText?.length ?? 0 },
        moment: moment(),
        isWithoutBodies: false,
        outline: undefined,
        shaped: undefined,
      }
      recorded.add(exchange)
      for (const listener of listeners) listener(recorded.shape(exchange))
    },
  }
}

function isControlUrl(url: string): boolean {
  return /^[^/]*\/\/[^/]*\/control(?:[/?#]|$)/.test(url)
}

function isSignInUrl(url: string): boolean {
  return /\/sign-in\/?(?:[?#]|$)/.test(url)
}

/** How much of a body is kept. */
const maxTextLength = 16 * 1024

/** A copy of the beginning, which does not hold on to the whole. */
function boundBytes(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes === undefined || bytes.byteLength <= maxTextLength
    ? bytes
    : bytes.slice(0, maxTextLength)
}

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
): (exchange: ExchangeOutline) => boolean {
  for (const name of Object.keys(filter)) {
    if (filterNames.has(name)) continue
    throw invalidConfiguration(
      `The journal cannot be filtered by ${JSON.stringify(name)}: use ${[...filterNames].join(', ')}.`,
    )
  }
  const { service, method, path, status, clientId, user, hint, after = 0, since } = filter
  if (hint !== undefined && !isHintCode(hint)) {
    throw invalidConfiguration(
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
  exchanges: readonly ExchangeOutline[],
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
  throw invalidConfiguration(
    `The journal's ${name} is ${JSON.stringify(value)}: give a whole number from ${least} up.`,
  )
}
