import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'

import { ConfigurationError } from '@mudbrick/http'

/** The connections of a server, and the calls that are under way on them. */
export interface Connections {
  /** Returns how many there are. */
  readonly count: () => number
  /** Names the calls under way, without their queries. */
  readonly listCalls: () => readonly string[]
  /** From now on, every response tells its client to close the connection. */
  readonly closeAfterResponse: () => void
  /** Closes those that have had no call for so long. */
  readonly closeIdle: (idleMs: number) => void
  /** Closes all, whatever they do. */
  readonly destroyAll: () => void
}

interface Connection {
  readonly calls: Set<ServerResponse>
  idleSince: number
}

const watched = new WeakMap<HttpServer | HttpsServer, Connections>()

/** Begins to watch the connections of a server, before it listens if possible. */
export function watchConnections(
  server: HttpServer | HttpsServer,
  clock: { readonly now: () => number },
): Connections {
  // TypeScript reports this, JavaScript does not.
  if (typeof server?.on !== 'function') {
    const message =
      'server is missing: give what createServer() of node:http or node:https returns.'
    throw new ConfigurationError('invalid_option', 'server', message)
  }
  const known = watched.get(server) ?? createConnections(server, clock)
  watched.set(server, known)
  return known
}

function createConnections(
  server: HttpServer | HttpsServer,
  clock: { readonly now: () => number },
): Connections {
  const connections = new Map<Socket, Connection>()
  const isSecure = server instanceof TlsServer
  /** The connections of TCP that TLS uses, and when they began. */
  const transports = new Map<Socket, number>()
  let isClosing = false

  if (isSecure) {
    server.on('connection', (socket: Socket) => {
      transports.set(socket, clock.now())
      socket.once('close', () => transports.delete(socket))
    })
  }
  server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => void find(socket))
  // Before the app's own listener, which can answer at once.
  server.prependListener('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const connection = find(incoming.socket)
    connection.calls.add(outgoing)
    if (isClosing) outgoing.shouldKeepAlive = false
    outgoing.once('close', () => {
      connection.calls.delete(outgoing)
      connection.idleSince = clock.now()
    })
  })

  return {
    count: () => (isSecure ? Math.max(transports.size, connections.size) : connections.size),
    listCalls: () => listOpen().map(describe),
    closeAfterResponse() {
      isClosing = true
      for (const outgoing of listOpen()) outgoing.shouldKeepAlive = false
    },
    closeIdle(idleMs) {
      const latest = clock.now() - idleMs
      for (const [socket, { calls, idleSince }] of connections) {
        if (calls.size === 0 && idleSince <= latest) socket.destroy()
      }
      // A port scanner or a load balancer opens connections without a word.
      for (const [socket, openedAt] of transports) {
        if (socket.bytesRead === 0 && openedAt <= latest) socket.destroy()
      }
    },
    destroyAll() {
      for (const socket of [...connections.keys(), ...transports.keys()]) socket.destroy()
    },
  }

  function find(socket: Socket): Connection {
    const known = connections.get(socket)
    if (known) return known
    const connection: Connection = { calls: new Set(), idleSince: clock.now() }
    connections.set(socket, connection)
    socket.once('close', () => connections.delete(socket))
    return connection
  }

  function listOpen(): readonly ServerResponse[] {
    return [...connections.values()].flatMap(({ calls }) => [...calls])
  }
}

function describe({ req: { method, url } }: ServerResponse): string {
  return `${method} ${url?.replace(/\?.*/s, '')}`
}
