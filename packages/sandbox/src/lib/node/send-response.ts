import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { textOf } from '../wire/answer.ts'

/**
 * Writes a web response to a connection, and resolves when nothing is left to be read of it.
 *
 * @throws whatever the response's stream fails with; by then a part of it may have been sent.
 */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (!incoming.complete) outgoing.once('finish', () => endUnreadRequest(incoming))

  const text = textOf(response)
  if (text !== undefined) return sendText(response, text, outgoing)
  if (response.body === null) return sendText(response, '', outgoing)
  return sendStream(response, response.body, outgoing)
}

function sendText(response: Response, text: string, outgoing: ServerResponse): void {
  const length = Buffer.byteLength(text)
  const declared = response.headers.get('content-length')
  outgoing.writeHead(response.status, [
    ...listHeaders(response.headers),
    ...(declared === null && mayHaveLength(response) && (text !== '' || !isHead(outgoing))
      ? ['content-length', String(length)]
      : []),
  ])
  outgoing.end(text)
  if (declared !== null && !isHead(outgoing) && Number(declared) > length) endShort(outgoing)
}

async function sendStream(
  response: Response,
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
): Promise<void> {
  const reader = body.getReader()
  outgoing.once('close', () => void reader.cancel().catch(() => undefined))
  const start = (): void => {
    if (outgoing.headersSent || outgoing.destroyed) return
    outgoing.writeHead(response.status, listHeaders(response.headers)).flushHeaders()
  }
  // An event stream may have nothing to say for long: its header fields go ahead.
  const waiting = setImmediate(start)
  let length = 0

  try {
    for (;;) {
      // A stream is read in order.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = await reader.read()
      if (outgoing.destroyed) return
      if (done) break
      start()
      length += value.byteLength
      // oxlint-disable-next-line no-await-in-loop
      if (!outgoing.write(value)) await whenWritable(outgoing)
    }
  } finally {
    clearImmediate(waiting)
  }
  start()
  outgoing.end()
  if (!isHead(outgoing) && Number(response.headers.get('content-length')) > length) {
    endShort(outgoing)
  }
}

/** In the flat form, which keeps several cookies apart, and which Node writes fastest. */
function listHeaders(headers: Headers): string[] {
  const list: string[] = []
  for (const [name, value] of headers) list.push(name, value)
  return list
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.6 */
function mayHaveLength({ status }: Response): boolean {
  return status !== 204 && status !== 304
}

function isHead({ req }: ServerResponse): boolean {
  return req.method === 'HEAD'
}

/** Ends the connection, since the client would wait for the bytes that were announced and never come. */
function endShort(outgoing: ServerResponse): void {
  outgoing.once('finish', () => outgoing.req.socket.destroySoon())
}

async function whenWritable(outgoing: ServerResponse): Promise<void> {
  const settled = new AbortController()
  const options = { signal: settled.signal }
  try {
    await Promise.race([once(outgoing, 'drain', options), once(outgoing, 'close', options)])
  } finally {
    settled.abort()
  }
}

const unreadRequestGraceMs = 500

/** A request that was answered before it arrived in full may send on, but not without limit. */
function endUnreadRequest(incoming: IncomingMessage): void {
  if (incoming.complete) return
  incoming.removeAllListeners('data').resume()
  const timer = setTimeout(() => incoming.socket.destroySoon(), unreadRequestGraceMs)
  const keep = (): void => clearTimeout(timer)
  incoming.once('end', keep).once('close', keep)
}
