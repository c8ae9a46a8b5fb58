import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import { type PlainAnswer, sendPlainAnswerOnSocket } from './plain-answer.ts'

/** One address and port that is listened on. */
export interface WebServer {
  readonly port: number
  /** Accepts no more connections, lets open answers finish, and ends the connections that are left. */
  readonly close: () => Promise<void>
}

/** What to listen on, and who answers. */
export interface WebServerOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Serves HTTPS with it, or plain HTTP without. */
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined
  readonly onRequest: RequestListener
}

/** Starts to listen; rejects with the system's error when that fails. */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer(options)
  server.on('clientError', refuseMalformedRequest)
  server.on('connect', (_, socket) => sendPlainAnswerOnSocket(socket, noProxy))
  const sockets = trackSockets(server)

  await startListening(server, options.host, options.port)
  return {
    port: findPort(server) ?? options.port,
    close: () => close(server, sockets),
  }
}

function createServer({ certificate, onRequest }: WebServerOptions): Server {
  // The listener refuses a request without `Host` itself, with a sentence.
  const limits = { maxHeaderSize, requireHostHeader: false }
  if (certificate === undefined) return createHttpServer(limits, onRequest)
  return createHttpsServer(
    { ...limits, cert: certificate.certificate, key: certificate.key },
    onRequest,
  )
}

// Cookies ignore ports: those of everything that ever ran on localhost come along.
const maxHeaderSize = 64 * 1024

const noProxy: PlainAnswer = { status: 501, sentence: 'The Mudbrick sandbox is not a proxy.' }

function refuseMalformedRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  sendPlainAnswerOnSocket(socket, malformedAnswers.get(error.code ?? '') ?? malformed)
}

const malformed: PlainAnswer = { status: 400, sentence: 'This is not an HTTP/1.1 request.' }

const malformedAnswers: ReadonlyMap<string, PlainAnswer> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: 431,
      sentence: 'The header fields are larger than 64 KiB: remove cookies of localhost.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, sentence: 'The request took too long to arrive: send it again.' },
  ],
])

/** Those of a TLS handshake that has not ended too, which `closeAllConnections` does not know. */
function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

function startListening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function findPort(server: Server): number | undefined {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

const closingGraceMs = 200

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, closingGraceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
