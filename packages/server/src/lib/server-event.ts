/** Something that happened in this process. It names no user, no grant and no token. */
export type ServerEvent = ServerOccurrence & {
  /** When, in epoch milliseconds. */
  readonly at: number
}

/** What can happen; `type` says which it is. */
export type ServerOccurrence = SignInProgressed | CookieOpened | CallProxied | TokenRenewed

/** A request for a sign-in was answered. */
export interface SignInProgressed {
  readonly type: 'sign-in'
  /** How. */
  readonly outcome: SignInOutcome
}

/**
 * The answers to requests for a sign-in.
 *
 * * `started`: the user was sent to IMS.
 * * `succeeded`: the user is signed in.
 * * `repeated`: the callback was opened again, and led to the same place.
 * * `denied`: the user or the organization has declined.
 * * `stale`: it was begun in another browser, too long ago, or replaced by newer ones.
 * * `unavailable`: IMS, the store or the key provider did not answer.
 * * `failed`: something is wrong with the app or its registration.
 * * `prefetch`: a browser loaded the address in advance, which had no effect.
 */
export type SignInOutcome =
  | 'started'
  | 'succeeded'
  | 'repeated'
  | 'denied'
  | 'stale'
  | 'unavailable'
  | 'failed'
  | 'prefetch'

/** The cookie of a session was opened. */
export interface CookieOpened {
  readonly type: 'cookie-opened'
  /** The key that it was sealed with. */
  readonly keyId: string
}

/** A proxy has answered a call. */
export interface CallProxied {
  readonly type: 'call'
  /** The `path` of the proxy. */
  readonly path: string
  /** The status of the response; `undefined` when the client had left before. */
  readonly status: number | undefined
  /** How long it took until the response began. */
  readonly durationMs: number
}

/** The service refused a token, and the call was sent again with a new one. */
export interface TokenRenewed {
  readonly type: 'token-renewed'
  /** The `path` of the proxy. */
  readonly path: string
}

/** Listeners, and what they are told. */
export interface ServerEvents {
  readonly emit: (occurrence: ServerOccurrence) => void
  /** Calls a listener for each event, until the returned function is called. */
  readonly subscribe: (listener: (event: ServerEvent) => void) => () => void
}

export function createServerEvents({ now }: { readonly now: () => number }): ServerEvents {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    emit(occurrence) {
      if (listeners.size === 0) return
      const event = Object.freeze({ ...occurrence, at: now() })
      for (const listener of listeners) inform(listener, event)
    },
    subscribe(listener) {
      // A function of its own, so that the same listener can be added twice.
      const own = (event: ServerEvent): void => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}

/** An error of a listener is reported as uncaught, and does not disturb the request. */
function inform(listener: (event: ServerEvent) => void, event: ServerEvent): void {
  try {
    listener(event)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
