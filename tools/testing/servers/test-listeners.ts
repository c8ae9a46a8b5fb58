import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { type Agent, request as sendRequest } from 'node:https'
import { connect as connectTcp, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'

import {
  ensureCertificate,
  listen,
  type ListeningSandbox,
  type ListenOptions,
} from '@mudbrick/sandbox/node'

/** Answers what a listener was asked. */
export type Handler = (request: Request) => Promise<Response>

/** What came back from a listener. */
export interface ReceivedAnswer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What is sent to a listener. */
export interface SendOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly agent?: Agent
}

/** Listeners in a test, with a certificate of their own, and a client that trusts it. */
export interface TestListeners {
  readonly certificate: NonNullable<ListenOptions['certificate']>
  /** Serves a handler in the place of a sandbox, at ports that are free unless the options say which. */
  listenWith(
    handler: Handler,
    options?: ListenOptions,
    portOffset?: number,
  ): Promise<ListeningSandbox>
  send(url: string, options?: SendOptions): Promise<ReceivedAnswer>
  /** Sends bytes over TLS, and returns all that comes back until the server closes. */
  sendBytes(origin: string, bytes: string): Promise<string>
  /** Has another server listen on some port of a host, and gives the port. */
  takePort(host: string): Promise<number>
  /** To be called after a test. */
  closeAfterTest(close: () => unknown): void
  /** Ends everything that listens. */
  closeAll(): Promise<void>
  /** Removes the certificate. */
  remove(): Promise<void>
}

export async function createTestListeners(): Promise<TestListeners> {
  const directory = await mkdtemp(join(tmpdir(), 'mudbrick-listener-'))
  const certificate = await ensureCertificate({ directory })
  let open: (() => unknown)[] = []

  return {
    certificate,
    listenWith: async (handler, options = {}, portOffset = 0) => {
      const sandbox = { portOffset, servedAt: () => handler }
      const listening = await listen(sandbox, { certificate, ports: anyPorts, ...options })
      open.push(listening.close)
      return listening
    },
    send: async (url, { body, ...options } = {}) => {
      const { ca } = certificate
      const request = sendRequest(url, { ...options, ca, servername: 'localhost' })
      const responded = once(request, 'response')
      request.end(body)
      const [response] = await responded
      return { status: response.statusCode, headers: response.headers, body: await text(response) }
    },
    sendBytes: (origin, bytes) => {
      const { host, port } = new URL(origin)
      const { ca } = certificate
      const socket = connect({ host: '127.0.0.1', port: Number(port), ca, servername: 'localhost' })
      socket.write(bytes.replace('{host}', host))
      return text(socket)
    },
    takePort: async (host) => {
      const { port, close } = await occupyPort(host)
      open.push(close)
      return port
    },
    closeAfterTest: (close) => {
      open.push(close)
    },
    closeAll: async () => {
      await Promise.all(open.map((close) => close()))
      open = []
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Ports that the system chooses. */
export const anyPorts = { home: 0, ims: 0, aem: 0, commerce: 0 }

/** Answers with the URL that the sandbox sees. */
export const echo: Handler = (request) => Promise.resolve(new Response(request.url))

/** What comes of connecting to a port: `connected`, or the system's code. */
export async function attempt(host: string, port: number): Promise<string> {
  const socket = connectTcp(port, host)
  try {
    await once(socket, 'connect')
    return 'connected'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    socket.destroy()
  }
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const { port, close } = await occupyPort('127.0.0.1')
  await close()
  return port
}

/** Whether this computer has ::1. */
export function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  )
}

async function occupyPort(
  host: string,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer()
  await once(server.listen(0, host), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
