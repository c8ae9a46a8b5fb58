import {
  type Clock,
  type Fetch,
  isMudbrickError,
  NetworkError,
  type SentRequest,
  UnexpectedResponseError,
} from '@mudbrick/http'
import { type AccessTokenRequest, sendWithAccessToken } from '@mudbrick/oauth'

import { type BodyWatch, createBodyWatch } from './body-watch.ts'
import { type CallDeadline, createCallDeadline } from './call-deadline.ts'
import { requestIdOf } from '../request-id.ts'
import type { ForwardedHeaders } from './forwarded-headers.ts'
import { readReplayableBody, type ReplayableBody, readUpTo } from './replayable-body.ts'
import { repeatWhenClosed } from './stale-connection.ts'

/** One call of the page. */
export interface ProxiedCall {
  /** The call as it came. */
  readonly request: Request
  /** Where it goes, without its query. */
  readonly address: string
  /** The query, with its question mark, or nothing. */
  readonly search: string
  /** Returns the token that is added. */
  readonly getAccessToken: (request: AccessTokenRequest) => Promise<string>
}

/** How calls are sent on. */
export interface ProxiedCallOptions {
  readonly forwardedHeaders: ForwardedHeaders
  readonly isTokenRejected: ((response: Response) => boolean | Promise<boolean>) | undefined
  readonly maxReplayBytes: number
  readonly maxBodyBytes: number
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly clock: Clock
}

/**
 * Sends a call on with the token, again with another one if that is refused and the body is small, and
 * returns the response without what must not pass.
 *
 * @throws {@link RequestBodyFailure} when the body is too large, or stops half-way.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when it did not begin in time.
 * @throws {@link UnexpectedResponseError} when it was a redirect.
 */
export async function sendProxiedCall(
  call: ProxiedCall,
  options: ProxiedCallOptions,
): Promise<Response> {
  const { request, address } = call
  const named = { method: request.method, url: address }
  const { timeoutMs, clock, maxBodyBytes } = options
  const deadline = createCallDeadline({ request: named, timeoutMs, clock, signal: request.signal })
  const watch = createBodyWatch(maxBodyBytes, deadline.prolong)
  try {
    const body = await readBody(request, options, deadline, watch)
    return await sendBody(call, { body, named, deadline }, options)
  } catch (error) {
    throw watch.explain(error)
  }
}

async function readBody(
  request: Request,
  { maxReplayBytes }: ProxiedCallOptions,
  deadline: CallDeadline,
  watch: BodyWatch,
): Promise<ReplayableBody | undefined> {
  if (request.body === null) return undefined
  return deadline.within(() => readReplayableBody(request, maxReplayBytes, watch))
}

interface ReadCall {
  readonly body: ReplayableBody | undefined
  readonly named: SentRequest
  readonly deadline: CallDeadline
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

async function sendBody(
  { request, address, search, getAccessToken }: ProxiedCall,
  { body, named, deadline }: ReadCall,
  options: ProxiedCallOptions,
): Promise<Response> {
  const { forwardedHeaders, fetch } = options
  const { method } = request
  const requestId = requestIdOf(request)
  const { signal } = deadline
  const isStream = body instanceof ReadableStream
  const isRepeatable = body === undefined && safeMethods.includes(method)
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    body: body ?? null,
    duplex: 'half',
    // Next.js caches responses: one to this user's token must not reach another user.
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    signal,
  }

  const carried = withLength(forwardedHeaders.forRequest(request.headers, requestId), request, body)

  let isRejected = false
  const answer = await sendWithAccessToken({
    getAccessToken: (asked) => getAccessToken({ ...asked, signal }),
    // A stream can be sent once only.
    isTokenRejected: () => isRejected && !isStream,
    send: (authorization) =>
      deadline.within(async () => {
        const headers = { ...carried, authorization }
        const send = () => fetch(address + search, { ...init, headers })
        const received = await receive(
          isRepeatable ? repeatWhenClosed(send, signal) : send(),
          named,
          options,
        )
        isRejected = received.isTokenRejected
        return received.response
      }),
  })
  return new Response(answer.body, {
    status: answer.status,
    headers: forwardedHeaders.forResponse(answer.headers, requestId),
  })
}

/** A stream does not tell its length, which some services need. */
function withLength(
  headers: Readonly<Record<string, string>>,
  request: Request,
  body: ReplayableBody | undefined,
): Readonly<Record<string, string>> {
  const length = request.headers.get('content-length')
  const isNeeded = body instanceof ReadableStream && length !== null
  return isNeeded ? { ...headers, 'content-length': length } : headers
}

interface ReceivedAnswer {
  readonly response: Response
  readonly isTokenRejected: boolean
}

async function receive(
  answer: Promise<Response>,
  named: SentRequest,
  { isTokenRejected }: ProxiedCallOptions,
): Promise<ReceivedAnswer> {
  const response = await answer.catch((error: unknown) => {
    throw isMudbrickError(error) ? error : new NetworkError(named, { cause: error })
  })
  const { status, body } = response
  if (isRedirect(response)) {
    void body?.cancel()
    throw new UnexpectedResponseError(
      'redirected',
      { ...named, status },
      { found: 'with a redirect, which is not followed' },
    )
  }
  if (isTokenRejected === undefined || status < 400 || status > 499) {
    return { response, isTokenRejected: status === 401 }
  }
  return judge(response, isTokenRejected)
}

function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)
}

const maxRefusalBytes = 65_536

/** The app may read a refusal to judge it, so its size has a limit. */
async function judge(
  response: Response,
  isTokenRejected: NonNullable<ProxiedCallOptions['isTokenRejected']>,
): Promise<ReceivedAnswer> {
  const { status, headers, body } = response
  const read = body === null ? null : await readUpTo(body, maxRefusalBytes)
  if (read instanceof ReadableStream) {
    return { response: new Response(read, { status, headers }), isTokenRejected: status === 401 }
  }
  return {
    response: new Response(read, { status, headers }),
    isTokenRejected: await isTokenRejected(new Response(read, { status, headers })),
  }
}
