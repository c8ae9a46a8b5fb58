import { SandboxError } from '../sandbox-error.ts'

/** Something that is to go wrong. */
export interface Fault {
  /**
   * Which requests: a method and a path, such as `POST /ims/token/*`. Either may be `*`, and a `*` at the
   * end of a path stands for all that follows. Preflights are spared unless `OPTIONS` is named.
   */
  readonly match: string
  /** The status to answer with; the body is then the service's own error, unless one is given. */
  readonly status?: number
  /** The body to answer with, and its media type. */
  readonly body?: { readonly type: string; readonly text: string }
  /** The value of `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number
  /** Ends the connection without an answer. */
  readonly drop?: boolean
  /** How long to wait before anything else, in milliseconds; alone, the request is served afterwards. */
  readonly delayMs?: number
  /** How many requests it meets before it is spent; all of them unless told. */
  readonly times?: number
}

/** The faults of a sandbox, in the order in which they were added; the first that matches is met. */
export interface Faults {
  /**
   * Adds a fault, and gives the function that takes it away again.
   *
   * @throws {@link SandboxError} `invalid_configuration` for a `match` that is none.
   */
  add(fault: Fault): () => void
  /** Takes all of them away. */
  clear(): void
}

/** The faults, and what a request meets of them. */
export interface FaultsInForce extends Faults {
  /** The fault that this request meets; it is used up by that once. */
  take(request: Request): Fault | undefined
}

export function createFaults(): FaultsInForce {
  let entries: Entry[] = []
  return {
    add: (fault) => {
      const entry = { fault, matches: parseMatch(fault.match), left: fault.times ?? Infinity }
      entries.push(entry)
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    clear: () => {
      entries = []
    },
    take: (request) => {
      const entry = entries.find(({ left, matches }) => left > 0 && matches(request))
      if (entry === undefined) return undefined
      entry.left -= 1
      return entry.fault
    },
  }
}

interface Entry {
  readonly fault: Fault
  readonly matches: (request: Request) => boolean
  left: number
}

function parseMatch(match: string): (request: Request) => boolean {
  const [, method, path] = /^([A-Z]+|\*) (\/\S*|\*)$/.exec(match) ?? []
  if (method === undefined || path === undefined) {
    throw new SandboxError(
      'invalid_configuration',
      `The fault's match is ${JSON.stringify(match)}: write a method and a path, such as "POST /ims/token/*".`,
    )
  }
  return (request) => isMethod(method, request) && isPath(path, new URL(request.url).pathname)
}

function isMethod(method: string, request: Request): boolean {
  if (method !== '*') return request.method === method
  return !(request.method === 'OPTIONS' && request.headers.has('access-control-request-method'))
}

function isPath(path: string, pathname: string): boolean {
  return path.endsWith('*') ? pathname.startsWith(path.slice(0, -1)) : pathname === path
}
