import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createMetricsResponse, type MetricsRegistry } from '../metrics-response.ts'
import { toNodeHandler } from './to-node-handler.ts'

/**
 * Creates a server that shows the metrics of this process, at `/metrics`, to readers on this machine.
 * It is to listen at a port of its own, which no proxy passes on. Requests that do not arrive by the
 * loopback interface get 404, and so do those for another host: a page in a browser on this machine
 * could send them.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @example
 * ```ts
 * createMetricsServer(registry).listen(9464, '127.0.0.1')
 * ```
 */
export function createMetricsServer(registry: MetricsRegistry): Server {
  const answer = toNodeHandler((request) => createMetricsResponse(registry, request))
  return createServer((incoming, outgoing) => {
    const path = incoming.url?.replace(/\?.*/s, '')
    if (path === '/metrics' && isLocal(incoming)) answer(incoming, outgoing)
    else outgoing.writeHead(404).end()
  })
}

function isLocal({ socket, headers: { host = '' } }: IncomingMessage): boolean {
  const isLoopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.localAddress ?? '')
  return isLoopback && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host)
}
