import { once } from 'node:events'
import {
  type Agent,
  createServer,
  type IncomingHttpHeaders,
  request as sendRequest,
  type RequestListener,
} from 'node:http'
import { connect } from 'node:net'
import type { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'

/** A server at a port of this machine, for one test. */
export interface TestServer {
  readonly origin: string
  readonly port: number
}

/** Servers of a test, and what talks to them as a client does. */
export interface TestServers {
  /** Serves at a free port. */
  readonly serve: (listener: RequestListener) => Promise<TestServer>
  /** To be called after a test. */
  readonly closeAfterTest: (close: () => unknown) => void
  /** Ends all that listens, and all connections. */
  readonly closeAll: () => Promise<void>
}

export function createTestServers(): TestServers {
  let open: (() => unknown)[] = []
  return {
    serve: async (listener) => {
      const server = createServer(listener)
      await once(server.listen(0, '127.0.0.1'), 'listening')
      open.push(() => {
        server.closeAllConnections()
        server.close()
      })
      const address = server.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      return { origin: `http://127.0.0.1:${port}`, port }
    },
    closeAfterTest: (close) => {
      open.push(close)
    },
    closeAll: async () => {
      await Promise.all(open.map((close) => close()))
      open = []
    },
  }
}

/** What is sent to a server. */
export interface SendOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
  readonly agent?: Agent
}

/** What came back. */
export interface Received {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a request as a client that is no browser. */
export async function send(url: string, { body, ...options }: SendOptions = {}): Promise<Received> {
  const request = sendRequest(url, options)
  const responded = once(request, 'response')
  request.end(body)
  const [response] = await responded
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** Sends bytes, and gives all that comes back until the server ends the connection. */
export function sendBytes({ port }: TestServer, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

/** How many megabytes go into a connection before nothing moves any more; that many at most. */
export async function writeUntilFull(stream: Writable, megabytes: number): Promise<number> {
  const chunk = Buffer.alloc(1_000_000)
  for (let written = 1; written <= megabytes; written += 1) {
    const isTaken =
      stream.write(chunk) ||
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is looked at
      (await Promise.race([once(stream, 'drain'), setTimeout(50, false)])) !== false
    if (!isTaken) return written
  }
  return Infinity
}
