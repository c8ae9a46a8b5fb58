import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Creates a web `Request` of Node's incoming message. Its body is read from the connection on demand.
 *
 * @param ownOrigin - the origin of its URL; by default that of the connection and `Host`
 * @returns `undefined` for a message that cannot be a `Request`
 */
export function createIncomingRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  ownOrigin: string | undefined,
): Request | undefined {
  const origin = ownOrigin ?? readOrigin(incoming)
  const target = readTarget(incoming)
  const { method = 'GET' } = incoming
  if (origin === undefined || !target.startsWith('/')) return undefined
  // Node does not decode others, so the end of the body would not be known.
  if (!/^chunked$/i.test(incoming.headers['transfer-encoding'] ?? 'chunked')) return undefined
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    headers: listHeaders(incoming),
    body: method === 'GET' || method === 'HEAD' ? null : createBody(incoming),
    duplex: 'half',
    signal: createSignal(outgoing),
  }
  try {
    const request = new Request(origin + target, init)
    if (init.body !== null) messages.set(request, incoming)
    return request
  } catch {
    return undefined
  }
}

const messages = new WeakMap<Request, IncomingMessage>()

/**
 * Reads the body of a request of Node's without its stream, which takes several times as long; the
 * stream cannot be read then. `undefined` for another request, and for one whose body is being read or
 * has broken off.
 *
 * @param onChunk - called for every chunk
 */
export function readIncomingBody(
  request: Request,
  onChunk: () => void,
): Promise<readonly Uint8Array[]> | undefined {
  const incoming = messages.get(request)
  if (incoming === undefined || incoming.readableDidRead || incoming.destroyed) return undefined
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    const breakOff = (): void => reject(createAbortError())
    incoming
      .on('data', (chunk: Uint8Array) => {
        chunks.push(chunk)
        onChunk()
      })
      .once('close', breakOff)
      .once('end', () => {
        incoming.off('close', breakOff)
        resolve(chunks)
      })
  })
}

function readOrigin({ socket, headers: { host = '' } }: IncomingMessage): string | undefined {
  // Anything else would let `Host` say what the path is.
  if (!/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)) return undefined
  return `${'encrypted' in socket ? 'https' : 'http'}://${host}`
}

/** Express takes the path of a mounted handler out of `url`, and keeps the whole of it in `originalUrl`. */
function readTarget(incoming: IncomingMessage): string {
  const original = 'originalUrl' in incoming ? incoming.originalUrl : undefined
  return typeof original === 'string' ? original : (incoming.url ?? '')
}

function listHeaders({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, String(value)])
}

/** Aborts when the connection ends before the answer does. */
function createSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort(createAbortError())
  })
  return controller.signal
}

function createAbortError(): DOMException {
  return new DOMException('The client ended the connection.', 'AbortError')
}

/** Reads the message only when the stream is read, since the request may be for another handler. */
function createBody(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        stop ??= forward(incoming, controller)
        incoming.resume()
      },
      cancel: () => {
        stop?.()
        // The answer still has to go out by this connection.
        incoming.resume()
      },
    },
    { highWaterMark: 0 },
  )
}

function forward(
  incoming: IncomingMessage,
  controller: ReadableStreamDefaultController<Uint8Array>,
): () => void {
  const give = (chunk: Uint8Array): void => {
    controller.enqueue(new Uint8Array(chunk))
    incoming.pause()
  }
  const stop = (): void => {
    incoming.off('data', give).off('end', end).off('close', breakOff)
  }
  const end = (): void => {
    stop()
    controller.close()
  }
  const breakOff = (): void => {
    stop()
    controller.error(createAbortError())
  }
  if (incoming.readableEnded) end()
  else if (incoming.destroyed) breakOff()
  else incoming.on('data', give).once('end', end).once('close', breakOff)
  return stop
}
