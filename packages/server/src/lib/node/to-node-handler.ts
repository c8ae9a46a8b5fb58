import type { IncomingMessage, ServerResponse } from 'node:http'

import { ConfigurationError, isMudbrickError } from '@mudbrick/http'
import { checkOptions, parseSecureOrigin } from '@mudbrick/http/internal'

import type { Connection } from '../connection.ts'
import { createConsoleReport } from '../console-report.ts'
import { describeRequest, type ErrorContext, type ReportError } from '../error-context.ts'
import { isNoRoute } from '../no-route.ts'
import { createProblemResponse } from '../problem-response.ts'
import { requestIdHeader } from '../request-id.ts'
import { isUpgrade, upgradeProblem } from '../upgrade.ts'
import { createIncomingRequest } from './incoming-request.ts'
import { sendResponse } from './send-response.ts'

/** Answers requests, as the handlers of this package do. */
export type RequestHandler = (
  request: Request,
  connection: Connection,
) => Response | Promise<Response>

/** Connects a handler to Node. */
export interface ToNodeHandlerOptions {
  /** The origin of the requests that the handler gets. That of the connection and `Host` by default. */
  readonly origin?: string | undefined
  /**
   * Called with an error when there is no `next` that takes it, and with the request at which it
   * happened. By default, equal errors are written to the console once in a minute, with their number.
   */
  readonly onError?: ReportError | undefined
}

/** Takes a request as `node:http`, Express and Fastify give it. */
export type NodeHandler = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next?: (error?: unknown) => void,
) => void

/**
 * Turns a function from `Request` to `Response` into a listener for Node, which is a middleware for
 * Express too: a request for which the handler has no route goes on to `next`, and so does a request
 * to upgrade the connection, such as that of a WebSocket; without `next` it is refused with 501.
 *
 * @throws {@link ConfigurationError} for an unknown option, and an origin that is invalid or not secure.
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
  const { onError = createConsoleReport() } = options
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
  readonly onError: ReportError
}

async function serve(
  { handler, origin, onError }: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next: ((error?: unknown) => void) | undefined,
): Promise<void> {
  const isUnsupported = isUpgrade(incoming.headers.upgrade)
  if (isUnsupported && next !== undefined) return next()
  const request = isUnsupported ? undefined : createIncomingRequest(incoming, outgoing, origin)
  const fail = (error: unknown): Response => {
    const context = request === undefined ? {} : describe(request)
    onError(error, context)
    return createFailure(error, context)
  }
  let response: Response
  try {
    response = isUnsupported ? refuseUpgrade() : await answer(handler, incoming, request)
  } catch (error) {
    // The client has left: there is nothing to report.
    if (outgoing.destroyed) return
    if (next !== undefined) return next(error)
    response = fail(error)
  }
  if (next !== undefined && isNoRoute(response)) return next()
  await send(response, outgoing, fail)
}

/** Names the path where no route of this package answers. */
function describe(request: Request): ErrorContext {
  const context = describeRequest(request)
  return { ...context, route: context.route ?? new URL(request.url).pathname }
}

async function answer(
  handler: RequestHandler,
  incoming: IncomingMessage,
  request: Request | undefined,
): Promise<Response> {
  requireUnread(incoming)
  if (request === undefined) return createBadRequest()
  return handler(request, { remoteAddress: incoming.socket.remoteAddress })
}

/** A body that was read before would seem empty, or never arrive. */
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
  fail: (error: unknown) => Response,
): Promise<void> {
  try {
    await sendResponse(response, outgoing)
  } catch (error) {
    if (outgoing.destroyed) return
    const failure = fail(error)
    // Of a response that has begun, the client gets what was sent, and then the end of the connection.
    if (outgoing.headersSent) outgoing.req.socket.destroySoon()
    else await send(failure, outgoing, fail)
  }
}

/** The client may already send in the other protocol. */
function refuseUpgrade(): Response {
  const headers = { connection: 'close' }
  return createProblemResponse({ code: 'upgrade_not_supported', ...upgradeProblem, headers })
}

/** A store or an IMS that is unavailable is a reason to try again, and not a fault of the handler. */
function createFailure(error: unknown, { requestId }: ErrorContext): Response {
  const headers = requestId === undefined ? {} : { [requestIdHeader]: requestId }
  if (isMudbrickError(error) && error.retryable) {
    return createProblemResponse({
      status: 503,
      code: 'unavailable',
      detail: 'The server cannot answer this request now. Try again in a few seconds.',
      headers,
      cause: error,
    })
  }
  return createProblemResponse({
    status: 500,
    code: 'failed',
    detail: 'The server failed at this request.',
    headers,
  })
}

function createBadRequest(): Response {
  return createProblemResponse({
    status: 400,
    code: 'bad_request',
    detail: 'The server cannot read the address or the encoding of this request.',
  })
}
