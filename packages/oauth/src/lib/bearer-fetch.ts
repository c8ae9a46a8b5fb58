import { ConfigurationError, type Fetch } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { defaultFetch, parseSecureOrigin, requireGiven } from '@mudbrick/http/internal'
import { OriginNotAllowedError } from './origin-not-allowed-error.ts'
import { isBearerToken } from './token-set.ts'

/** Says for what an access token is needed. */
export interface AccessTokenRequest {
  /**
   * The token that a service has just refused. Renew it where it is still the current one;
   * return the newer one where there is one. Returning the refused token means that there is no better
   * one: the caller then gets the refusal.
   */
  readonly rejected?: string | undefined
  /** Abandons the request for a token. */
  readonly signal?: AbortSignal | undefined
}

/** Says where tokens come from, and where they may go. */
export interface CreateBearerFetchOptions {
  /** Gives the access token. */
  readonly getAccessToken: (request: AccessTokenRequest) => string | Promise<string>
  /** The origins that the token is meant for. */
  readonly allowedOrigins: readonly string[]
  /** Recognises the answer to a token that is no good; status 401 by default. */
  readonly isTokenRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined
  /** Sends the request; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
}

/**
 * Creates a `fetch` that adds an access token, for the allowed origins only: any other is refused
 * before a token is even asked for. A refused token is renewed and the request repeated, once, if
 * its body can be sent again.
 *
 * The function that it returns rejects with {@link OriginNotAllowedError}, with whatever
 * `getAccessToken` rejects with, and else as `fetch` does.
 *
 * @throws {@link ConfigurationError} for an allowed origin that is not one, or is not secure.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 *
 * @example
 * ```ts
 * const fetch = createBearerFetch({
 *   getAccessToken: () => session.getAccessToken(),
 *   allowedOrigins: ['https://api.example'],
 * })
 * const response = await fetch('https://api.example/items')
 * ```
 */
export function createBearerFetch(options: CreateBearerFetchOptions): Fetch {
  requireGiven(options?.getAccessToken, 'getAccessToken', explains && 'give what returns the token')
  const { getAccessToken, allowedOrigins, fetch = defaultFetch } = options
  const { isTokenRejected = ({ status }) => status === 401 } = options
  if (!Array.isArray(allowedOrigins)) {
    throw new ConfigurationError(
      'invalid_option',
      'allowedOrigins',
      explains && 'allowedOrigins is not a list: list the origins that the token is meant for.',
    )
  }
  const origins = allowedOrigins.map((origin) => parseSecureOrigin(origin, 'allowedOrigins'))

  return async (input, init) => {
    const request = new Request(input, init)
    const { origin } = new URL(request.url)
    if (!origins.includes(origin)) throw new OriginNotAllowedError(origin)

    let unsent: Request | undefined = request
    return sendWithAccessToken({
      getAccessToken: (asked) => getAccessToken({ ...asked, signal: request.signal }),
      isTokenRejected: (response) => isReplayable(input, init) && isTokenRejected(response),
      send: (authorization) => {
        const sent = unsent ?? new Request(input, init)
        unsent = undefined
        sent.headers.set('authorization', authorization)
        return fetch(sent)
      },
    })
  }
}

/** Says how to send a request that needs an access token. */
export interface SendWithAccessTokenOptions {
  /** Returns the access token. */
  readonly getAccessToken: (request: AccessTokenRequest) => string | Promise<string>
  /** Returns whether the response refuses the token, and the request can be sent again. */
  readonly isTokenRejected: (response: Response) => boolean | Promise<boolean>
  /** Sends the request, to an origin that the token is meant for, with this `Authorization` field. */
  readonly send: (authorization: string) => Promise<Response>
}

/**
 * Sends a request with an access token, and once more with a renewed one if the token is refused. For
 * code that has checked the origin and creates the request itself; all other uses
 * {@link createBearerFetch}.
 *
 * @throws {@link ConfigurationError} for an access token that cannot be in a header field.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export async function sendWithAccessToken({
  getAccessToken,
  isTokenRejected,
  send,
}: SendWithAccessTokenOptions): Promise<Response> {
  const token = await getAccessToken({})
  const response = await send(createAuthorization(token))
  if (!(await isTokenRejected(response))) return response

  const renewed = await getAccessToken({ rejected: token })
  if (renewed === token) return response
  void response.body?.cancel()
  return send(createAuthorization(renewed))
}

function createAuthorization(token: string): string {
  if (isBearerToken(token)) return `Bearer ${token}`
  throw new ConfigurationError(
    'invalid_option',
    'getAccessToken',
    explains &&
      'getAccessToken gave a value that is not a bearer token: look for blanks and line breaks in it.',
  )
}

/** A stream is gone once sent; everything else can be read again. */
function isReplayable(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const body: unknown = init?.body ?? (input instanceof Request ? input.body : null)
  // Firefox has no Request.body: a request whose method allows a body may then have had one.
  if (body === undefined) return input instanceof Request && /^(GET|HEAD)$/.test(input.method)
  return !(body instanceof ReadableStream) && !(Symbol.asyncIterator in Object(body))
}
