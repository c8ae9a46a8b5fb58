import type { IncomingMessage, ServerResponse } from 'node:http'

import { checkOptions, ConfigurationError, parseSecureOrigin } from '@mudbrick/http'

import type { Connection } from '../connection.ts'
import { reportOnConsole } from '../defaults.ts'
import { createIncomingRequest } from './incoming-request.ts'
import { isNoRoute } from '../no-route.ts'
import { createProblemResponse } from '../problem-response.ts'
import { sendResponse } from './send-response.ts'

/** Answers requests, as all that Mudbrick makes for servers does. */
export type RequestHandler = (
  request: Request,
  connection: Connection,
) => Response | Promise<Response>

/** Says how a handler meets Node. */
export interface ToNodeHandlerOptions {
  /** The origin of the requests that the handler sees; what the connection and `Host` say unless told. */
  readonly origin?: string | undefined
  /** Is told of a failure, where there is no `next` that takes it; the console unless told. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Takes a request as `node:http`, Express and Fastify give it. */
export type NodeHandler = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next?: (error?: unknown) => void,
) => void

/**
 * Turns a function from `Request` to `Response` into a listener of Node's, which is a middleware of
 * Express too: a request for which the handler has no route goes on to `next`.
 *
 * @throws {@link ConfigurationError} for an option that is none, and an origin that is none or not secure.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 *
 * createServer(toNodeHandler(() => Response.json({ hello: 'world' }))).listen(3002)
 * ```
 */
export function toNodeHandler(
  handler: RequestHandler,
  options: ToNodeHandlerOptions = {},
): NodeHandler {
  checkOptions('toNodeHandler', options, knownOptions)
  const { onError = reportOnConsole } = options
  const origin =
    options.origin === undefined ? undefined : parseSecureOrigin(options.origin, 'origin')

  return (incoming, outgoing, next) => {
    void serve({ handler, origin, onError }, incoming, outgoing, next)
  }
}

const knownOptions: Readonly<Record<keyof ToNodeHandlerOptions, true>> = {
  origin: true,
  onError: true,
}

interface Serving {
  readonly handler: RequestHandler
  readonly origin: string | undefined
  readonly onError: (error: unknown) => void
}

async function serve(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next: ((error?: unknown) => void) | undefined,
): Promise<void> {
  const { onError } = serving
  let response: Response
  try {
    response = await answer(serving, incoming, outgoing)
  } catch (error) {
    // Whoever has left has nobody to blame.
    if (outgoing.destroyed) return
    if (next !== undefined) return next(error)
    onError(error)
    response = createFailure()
  }
  if (next !== undefined && isNoRoute(response)) return next()
  await send(response, outgoing, onError)
}

async function answer(
  { handler, origin }: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Response> {
  requireUnread(incoming)
  const request = createIncomingRequest(incoming, outgoing, origin)
  if (request === undefined) return createBadRequest()
  return handler(request, { remoteAddress: incoming.socket.remoteAddress })
}

/** Whoever reads a body before us would leave us waiting for it, or take it for empty. */
function requireUnread(incoming: IncomingMessage): void {
  const { headers, readableDidRead, method, url } = incoming
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody || !readableDidRead) return
  const path = String(url).replace(/\?.*/s, '')
  throw new ConfigurationError(
    'invalid_option',
    'handler',
    `The body of ${method} ${path} had been read before toNodeHandler got it: mount it before express.json() and other parsers, and see its documentation for Fastify.`,
  )
}

async function send(
  response: Response,
  outgoing: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    await sendResponse(response, outgoing)
  } catch (error) {
    if (outgoing.destroyed) return
    onError(error)
    // Of an answer that has begun, what was sent still arrives, and then nothing but the end.
    if (outgoing.headersSent) outgoing.req.socket.destroySoon()
    else await send(createFailure(), outgoing, onError)
  }
}

function createFailure(): Response {
  return createProblemResponse({
    status: 500,
    code: 'failed',
    detail: 'The server failed at this request.',
  })
}

function createBadRequest(): Response {
  return createProblemResponse({
    status: 400,
    code: 'bad_request',
    detail: 'The server cannot read the address of this request.',
  })
}
