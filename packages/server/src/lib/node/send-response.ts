import type { ServerResponse } from 'node:http'

/**
 * Writes a web `Response` to Node's outgoing message, as fast as the client takes it, and resolves when
 * there is nothing left to write. Header fields that others have set stay, cookies beside the new ones.
 *
 * Rejects with whatever the response's stream fails with; by then a part of it may have been sent.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const { body } = response
  if (outgoing.destroyed) return body?.cancel()
  if (body === null || outgoing.req.method === 'HEAD') {
    void body?.cancel()
    setHead(response, outgoing)
    outgoing.end()
    return
  }
  const reader = body.getReader()
  const leave = (): void => void reader.cancel().catch(() => undefined)
  outgoing.once('close', leave)
  // A stream may have nothing to say for long: its header goes ahead.
  const waiting = setImmediate(() => {
    if (outgoing.destroyed) return
    setHead(response, outgoing)
    outgoing.flushHeaders()
  })
  try {
    for (;;) {
      // A stream is read in order.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = await reader.read()
      clearImmediate(waiting)
      if (outgoing.destroyed) return
      if (!outgoing.headersSent) setHead(response, outgoing)
      if (done) break
      // oxlint-disable-next-line no-await-in-loop
      if (!outgoing.write(value)) await whenWritable(outgoing)
    }
  } finally {
    clearImmediate(waiting)
    outgoing.off('close', leave)
  }
  outgoing.end()
}

function setHead({ status, headers }: Response, outgoing: ServerResponse): void {
  outgoing.statusCode = status
  for (const [name, value] of headers) {
    if (name === 'set-cookie') outgoing.appendHeader(name, value)
    else outgoing.setHeader(name, value)
  }
}

function whenWritable(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      outgoing.off('drain', settle).off('close', settle)
      resolve()
    }
    if (outgoing.destroyed) resolve()
    else outgoing.once('drain', settle).once('close', settle)
  })
}
