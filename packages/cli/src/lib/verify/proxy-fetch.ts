import { once } from 'node:events'
import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { connect, type SecureContextOptions } from 'node:tls'

import type { Fetch } from './send.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The proxy that the environment names for an address; the platform's fetch of Node.js 20 and 22 knows none. */
export function findProxy({ protocol, hostname }: URL, environment: Environment): URL | undefined {
  const read = (name: string): string => environment[name] || environment[name.toLowerCase()] || ''
  const isExcepted = read('NO_PROXY')
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, ''))
    .some((entry) => entry === '*' || (entry !== '' && `.${hostname}`.endsWith(`.${entry}`)))
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  if (isExcepted || isLocal) return undefined
  return URL.parse(read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')) ?? undefined
}

/** Fetches by the proxy of the environment where it names one; follows no redirect. */
export function createProxyFetch(
  fetch: Fetch,
  environment: Environment,
  trust: SecureContextOptions = {},
): Fetch {
  return async (input, init) => {
    const proxy = findProxy(input, environment)
    if (!proxy) return fetch(input, init)
    const sent = new Request(input, init)
    const signal = init.signal ?? undefined
    const headers = { ...Object.fromEntries(sent.headers), host: input.host, connection: 'close' }
    const options = { method: sent.method, headers, ...(signal && { signal }) }
    if (input.protocol === 'http:') {
      return exchange(requestHttp(proxy, { ...options, path: input.href, agent: false }), sent)
    }
    const socket = await openTunnel(proxy, input, signal)
    const createConnection = (): Socket => connect({ socket, servername: input.hostname, ...trust })
    return exchange(requestHttps(input, { ...options, createConnection }), sent)
  }
}

async function openTunnel(
  proxy: URL,
  { hostname, port }: URL,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const path = `${hostname}:${port || 443}`
  const { username, password } = proxy
  const secret = Buffer.from(
    `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
  ).toString('base64')
  const headers = {
    host: path,
    ...(username !== '' && { 'proxy-authorization': `Basic ${secret}` }),
  }
  const options = { method: 'CONNECT', path, headers, agent: false, ...(signal && { signal }) }
  const request = requestHttp({ ...options, host: proxy.hostname, port: proxy.port || 80 })
  request.end()
  const [response, socket] = await once(request, 'connect')
  if (response.statusCode === 200) return socket
  socket.destroy()
  throw Object.assign(new Error('The proxy refuses'), {
    code: `the proxy answered HTTP ${response.statusCode}`,
  })
}

async function exchange(request: ClientRequest, sent: Request): Promise<Response> {
  request.end(Buffer.from(await sent.arrayBuffer()))
  const [response] = await once(request, 'response')
  const body = await buffer(response)
  const headers = new Headers()
  for (const [name, values] of Object.entries<readonly string[]>(response.headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const { statusCode: status } = response
  const isBare = status === 204 || status === 304
  return new Response(isBare ? null : new Uint8Array(body), { status, headers })
}
