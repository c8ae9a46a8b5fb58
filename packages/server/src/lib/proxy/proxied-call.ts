import {
  type Clock,
  type Fetch,
  isMudbrickError,
  NetworkError,
  type SentRequest,
  UnexpectedResponseError,
} from '@mudbrick/http'
import { type AccessTokenRequest, createBearerFetch } from '@mudbrick/oauth'

import { type CallDeadline, createCallDeadline } from './call-deadline.ts'
import type { PassingHeaders } from './passing-headers.ts'
import { readReplayableBody, type ReplayableBody, readUpTo } from './replayable-body.ts'

/** One call of the page. */
export interface ProxiedCall {
  /** The call as it came. */
  readonly request: Request
  /** Where it goes. */
  readonly url: URL
  /** Gives the token that it goes with. */
  readonly getAccessToken: (request: AccessTokenRequest) => Promise<string>
}

/** How calls are sent on. */
export interface ProxiedCallOptions {
  readonly passingHeaders: PassingHeaders
  readonly isTokenRejected: ((response: Response) => boolean | Promise<boolean>) | undefined
  readonly maxReplayBytes: number
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly clock: Clock
}

/**
 * Sends a call on with the token, again with another one if that is refused and the body is small, and
 * gives the answer, cleared of what must not pass.
 *
 * @throws {@link NetworkError} when there was no answer.
 * @throws {@link TimeoutError} when it did not begin in time.
 * @throws {@link UnexpectedResponseError} when it was a redirect.
 */
export async function sendProxiedCall(
  { request, url, getAccessToken }: ProxiedCall,
  options: ProxiedCallOptions,
): Promise<Response> {
  const { passingHeaders, maxReplayBytes, timeoutMs, fetch, clock } = options
  const { method } = request
  const named = { method, url: url.origin + url.pathname }
  const deadline = createCallDeadline({ request: named, timeoutMs, clock, signal: request.signal })
  const { signal } = deadline
  const body = await readReplayableBody(request, maxReplayBytes)
  const isStream = body instanceof ReadableStream
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    body: isStream ? watch(body, deadline) : (body ?? null),
    duplex: 'half',
    // Next.js keeps answers: one to this user's token is nobody else's.
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    signal,
  }

  let isRejected = false
  const send = createBearerFetch({
    getAccessToken: (asked) => getAccessToken({ ...asked, signal }),
    allowedOrigins: [url.origin],
    // A stream is gone once sent.
    isTokenRejected: () => isRejected && !isStream,
    fetch: (authorized) =>
      deadline.within(async () => {
        const answer = fetch(url, { ...init, headers: headersOf(authorized) })
        const received = await receive(answer, named, options)
        isRejected = received.isTokenRejected
        return received.response
      }),
  })
  // Without body and signal, which the platform would make all over for every request that has them.
  const carried = withLength(passingHeaders.forRequest(request.headers), request, body)
  const { status, headers, body: answer } = await send(url, { headers: carried })
  return new Response(answer, { status, headers: passingHeaders.forResponse(headers) })
}

function headersOf(authorized: RequestInfo | URL): Headers {
  return authorized instanceof Request ? authorized.headers : new Headers()
}

/** A stream does not tell its length, without which some services take no body. */
function withLength(headers: Headers, request: Request, body: ReplayableBody | undefined): Headers {
  const length = request.headers.get('content-length')
  if (body instanceof ReadableStream && length !== null) headers.set('content-length', length)
  return headers
}

/** A large body takes its time, during which no answer can be expected. */
function watch(
  body: ReadableStream<Uint8Array>,
  { prolong }: CallDeadline,
): ReadableStream<Uint8Array> {
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        prolong()
        controller.enqueue(chunk)
      },
    }),
  )
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

/** Whoever judges a refusal may read it, which has to have an end. */
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
