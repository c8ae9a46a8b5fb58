import type { IncomingMessage, RequestListener } from 'node:http'

import { getRequestListener } from '@hono/node-server'

import { DroppedConnectionError } from '../control/meet-fault.ts'
import { createPlainResponse, type PlainAnswer, sendPlainAnswer } from './plain-answer.ts'

/** Who answers at an origin. */
export interface RequestListenerOptions {
  /** The origin at a port: the one that the request came in by. */
  readonly origin: (port: number | undefined) => string
  readonly respond: (request: Request) => Promise<Response>
  readonly onError: (error: unknown, request: Request) => void
}

/** Joins Node's requests to a web handler, which sees them at its own origin, whatever they claim. */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const listener = getRequestListener(
    (request, { outgoing }) => respondSafely(options, request, () => outgoing.destroy()),
    {
      overrideGlobalObjects: false,
      errorHandler: () => createPlainResponse(badRequest),
    },
  )
  return (incoming, outgoing) => {
    const refusal = findRefusal(incoming, options)
    if (refusal !== undefined) return sendPlainAnswer(outgoing, refusal)
    void listener(incoming, outgoing)
  }
}

const badRequest: PlainAnswer = {
  status: 400,
  sentence: 'The Mudbrick sandbox cannot read the path of this request.',
}

function findRefusal(
  incoming: IncomingMessage,
  { origin }: RequestListenerOptions,
): PlainAnswer | undefined {
  const port = incoming.socket.localPort
  const ownHosts = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`)
  // A page of the internet whose name is made to resolve to this computer sends its own name here.
  if (!ownHosts.includes(incoming.headers.host?.toLowerCase() ?? '')) {
    return {
      status: 421,
      sentence: `This server of the Mudbrick sandbox answers only at ${origin(port)}: open it there.`,
    }
  }
  if (incoming.url?.startsWith('/') !== true) return badRequest
  if (incoming.method === 'TRACE' || incoming.method === 'TRACK') {
    return { status: 501, sentence: `The Mudbrick sandbox does not know ${incoming.method}.` }
  }
  return undefined
}

async function respondSafely(
  { origin, respond, onError }: RequestListenerOptions,
  received: Request,
  drop: () => void,
): Promise<Response> {
  const request = moveToOrigin(received, origin)
  try {
    return await respond(request)
  } catch (error) {
    if (error instanceof DroppedConnectionError) {
      drop()
      return new Response(null)
    }
    // Whoever gave up on the request has nobody to blame.
    if (!request.signal.aborted) onError(error, request)
    return createPlainResponse({
      status: 500,
      sentence: 'The Mudbrick sandbox failed at this request: its terminal says why.',
    })
  }
}

/** The same request with a plain `Request`, which Node's adapter only imitates. */
function moveToOrigin(received: Request, origin: RequestListenerOptions['origin']): Request {
  const url = new URL(received.url)
  url.hostname = new URL(origin(Number(url.port))).hostname
  const { method, headers, body, signal } = received
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    headers,
    body,
    signal,
    duplex: 'half',
  }
  return new Request(url, init)
}
