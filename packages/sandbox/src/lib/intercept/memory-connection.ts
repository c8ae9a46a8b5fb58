import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'

import { createRequestListener } from '../node/request-listener.ts'
import { answerOrExplain } from './explained-failure.ts'
import type { StandIn } from './stand-in.ts'

/**
 * Connects to a server that lives in memory and stands in for this host: the options for `tls.connect()`.
 * Nothing listens on a port, and no certificate is made, since both ends know a key instead (RFC 4279).
 */
export function connectInMemory(hostname: string, standIn: StandIn): ConnectionOptions {
  const [near, far] = createPair()
  serverFor(hostname, standIn).emit('connection', far)
  return {
    ...keyExchange,
    socket: near,
    servername: hostname,
    ALPNProtocols: ['http/1.1'],
    pskCallback: () => ({ psk: sharedKey, identity: 'mudbrick' }),
    checkServerIdentity: () => undefined,
  }
}

/** The options for a `tls.connect()` that reaches nothing. */
export function connectToNothing(): ConnectionOptions {
  return { socket: createPair()[0] }
}

const keyExchange = {
  ciphers: 'PSK-AES128-GCM-SHA256',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const

// It protects nothing, since the bytes stay in this process.
const sharedKey = Buffer.alloc(32)

const maxHeaderSize = 64 * 1024

const servers = new WeakMap<StandIn, Server>()

function serverFor(hostname: string, standIn: StandIn): Server {
  const existing = servers.get(standIn)
  if (existing !== undefined) return existing
  const server = createServer(
    { ...keyExchange, ALPNProtocols: ['http/1.1'], pskCallback: () => sharedKey, maxHeaderSize },
    listenFor(hostname, standIn),
  )
  servers.set(standIn, server)
  return server
}

function listenFor(hostname: string, standIn: StandIn): RequestListener {
  const origin = `https://${hostname}`
  const listener = createRequestListener({
    origin: () => origin,
    respond: answerOrExplain(hostname, standIn),
    onError: (error) =>
      console.error(`The Mudbrick sandbox failed to answer for ${origin}:`, error),
  })
  return (incoming, outgoing) => {
    // It is for the host that was connected to, whatever it claims.
    incoming.headers.host = hostname
    listener(incoming, outgoing)
  }
}

/** Two ends of one connection: what is written at one is read at the other. */
function createPair(): readonly [Duplex, Duplex] {
  const near = createEnd(() => far)
  const far = createEnd(() => near)
  return [near, far]
}

function createEnd(findOther: () => Duplex): Duplex {
  return new Duplex({
    read() {},
    write(chunk, _, done) {
      findOther().push(chunk)
      done()
    },
    final(done) {
      findOther().push(null)
      done()
    },
    destroy(error, done) {
      const other = findOther()
      if (!other.destroyed && !other.readableEnded) other.push(null)
      done(error)
    },
  })
}
