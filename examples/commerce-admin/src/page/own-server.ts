import type { CallRecorder } from './call-recorder.ts'

/** How this page asks its own server, which has the tokens. */
export interface OwnServer {
  /** Asks for something that the page shows as a call. */
  readonly fetch: typeof globalThis.fetch
  /** Asks for something by the way: it is no call of the user's. */
  readonly fetchQuietly: typeof globalThis.fetch
}

/** Adds what the server wants to see on every request, so that no other site can have a browser send one. */
export function createOwnServer(recorder: CallRecorder): OwnServer {
  return { fetch: withHeader(recorder.fetch), fetchQuietly: withHeader(globalThis.fetch) }
}

function withHeader(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    // The client of Commerce leaves cookies out, which a service has no use for: here the cookie says who asks.
    const request = new Request(input, { ...init, credentials: 'same-origin' })
    request.headers.set(...csrfHeader)
    return fetch(request)
  }
}

/** A form and a link cannot send it, and a page of another origin would have to ask first. */
const csrfHeader = ['x-requested-with', 'mudbrick'] as const
