import type { IncomingMessage } from 'node:http'
import { Agent, request as sendRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** Sends web requests by TLS to 127.0.0.1, and reads the whole response. Redirects are not followed. */
export type HttpsFetch = (request: Request) => Promise<Response>

/** Creates a client that keeps its connections, as browsers do; `fetch` of Node 20 takes no authority. */
export function createHttpsFetch(ca: string, maxSockets = 8): HttpsFetch {
  const agent = new Agent({ ca, keepAlive: true, maxSockets, family: 4 })
  return async (request) => {
    const body = Buffer.from(await request.arrayBuffer())
    return send(agent, request, body)
  }
}

async function send(agent: Agent, request: Request, body: Buffer): Promise<Response> {
  const incoming = await exchange(agent, request, body)
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
  }
  const status = incoming.statusCode ?? 0
  const received = await buffer(incoming)
  const isEmpty = [204, 304].includes(status)
  return new Response(isEmpty ? null : new Uint8Array(received), { status, headers })
}

function exchange(agent: Agent, request: Request, body: Buffer): Promise<IncomingMessage> {
  const { url, method } = request
  const headers = {
    ...Object.fromEntries(request.headers),
    ...(body.length > 0 && { 'content-length': body.length }),
  }
  return new Promise((resolve, reject) => {
    sendRequest(url, { agent, method, headers }, resolve).once('error', reject).end(body)
  })
}
