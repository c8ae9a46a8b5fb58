import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

import { DroppedConnectionError } from '../faults/apply-fault.ts'
import { createIncomingRequest } from './incoming-request.ts'
import { createOwnHosts, type OwnHosts } from './own-hosts.ts'
import { createPlainResponse, type PlainAnswer, sendPlainAnswer } from './plain-answer.ts'
import { sendResponse } from './send-response.ts'

/** The service that answers at an origin. */
export interface RequestListenerOptions {
  /** The origin at a port: the one that the request came in by. */
  readonly origin: (port: number) => string
  readonly respond: (request: Request) => Promise<Response>
  readonly onError: (error: unknown, request: Request) => void
}

/** Joins Node's requests to a web handler, which sees them at its own origin, whatever they claim. */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const findOwnHosts = rememberOwnHosts(options.origin)
  return (incoming, outgoing) => {
    const ownHosts = findOwnHosts(incoming.socket.localPort ?? 0)
    const refusal = findRefusal(incoming, ownHosts)
    if (refusal !== undefined) {
      sendPlainAnswer(outgoing, refusal)
      return
    }
    const request = readRequest(incoming, outgoing, ownHosts)
    if (request === undefined) sendPlainAnswer(outgoing, badRequest)
    else void answer(options, request, incoming, outgoing)
  }
}

/** A listener has one port, which is known only when it listens. */
function rememberOwnHosts(origin: RequestListenerOptions['origin']): (port: number) => OwnHosts {
  const known = new Map<number, OwnHosts>()
  return (port) => {
    const found = known.get(port) ?? createOwnHosts(origin(port), port)
    known.set(port, found)
    return found
  }
}

function findRefusal(incoming: IncomingMessage, ownHosts: OwnHosts): PlainAnswer | undefined {
  // A page of the internet whose name is made to resolve to this computer sends its own name here.
  if (!ownHosts.includes(incoming.headers.host)) {
    return {
      status: 421,
      sentence: `This server of the Mudbrick sandbox answers only at ${ownHosts.origin}: open it there.`,
    }
  }
  if (incoming.url?.startsWith('/') !== true || hasBackslash(incoming.url)) return badRequest
  if (incoming.method === 'TRACE' || incoming.method === 'TRACK') {
    return { status: 501, sentence: `The Mudbrick sandbox does not know ${incoming.method}.` }
  }
  return undefined
}

const badRequest: PlainAnswer = {
  status: 400,
  sentence: 'The Mudbrick sandbox cannot read the path of this request.',
}

/** `URL` would take a backslash in a path for a slash. */
function hasBackslash(target: string): boolean {
  const index = target.indexOf('\\')
  return index !== -1 && !target.slice(0, index).includes('?')
}

function readRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin }: OwnHosts,
): Request | undefined {
  try {
    return createIncomingRequest(`${origin}${incoming.url}`, incoming, outgoing)
  } catch {
    return undefined
  }
}

async function answer(
  { respond, onError }: RequestListenerOptions,
  request: Request,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    await sendResponse(await respond(request), incoming, outgoing)
  } catch (error) {
    const isDropped = error instanceof DroppedConnectionError
    // The client gave up on the request, which is no failure.
    if (!isDropped && !outgoing.destroyed) onError(error, request)
    // What was sent of an answer arrives before the end.
    if (outgoing.headersSent) incoming.socket.destroySoon()
    else if (isDropped) outgoing.destroy()
    else await sendResponse(createPlainResponse(failure), incoming, outgoing)
  }
}

const failure: PlainAnswer = {
  status: 500,
  sentence: 'The Mudbrick sandbox failed at this request: its terminal says why.',
}
