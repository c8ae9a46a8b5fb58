import { mkdtemp, rm } from 'node:fs/promises'
import { request as sendRequest, Agent } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer, connect as connectTcp, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { DroppedConnectionError } from '../control/meet-fault.ts'
import type { SandboxOrigins } from '../origins.ts'
import { type Certificate, ensureCertificate } from './certificate.ts'
import { listen, type ListeningSandbox, type ListenOptions } from './listener.ts'

let directory: string
let certificate: Certificate
let open: (() => unknown)[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mudbrick-listener-'))
  certificate = await ensureCertificate({ directory })
})

afterEach(async () => {
  await Promise.all(open.map((close) => close()))
  open = []
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe('listen()', () => {
  it('serves home and AEM on localhost, and IMS on another site', async () => {
    const { origins } = await listenWith(echo)

    expect(Object.values(origins).map((origin) => new URL(origin).hostname)).toEqual([
      'localhost',
      '127.0.0.1',
      'localhost',
    ])
  })

  it('takes the ports 8440, 8443 and 8444 plus the offset of the sandbox', async () => {
    const { origins } = await listenWith(echo, { ports: {} }, 12_000)

    expect(origins).toEqual({
      home: 'https://localhost:20440',
      ims: 'https://127.0.0.1:20443',
      aem: 'https://localhost:20444',
    })
  })

  it('tells the sandbox the origins it is reached at', async () => {
    let served: SandboxOrigins | undefined
    const sandbox = {
      portOffset: 0,
      servedAt: (origins: SandboxOrigins) => {
        served = origins
        return echo
      },
    }

    const listening = await listen(sandbox, { certificate, ports: anyPorts })
    open.push(listening.close)

    expect(served).toEqual(listening.origins)
  })

  it('passes method, path, query, header fields and body on', async () => {
    const { origins } = await listenWith(async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        type: request.headers.get('content-type'),
        body: await request.text(),
      }),
    )

    const { body } = await send(`${origins.ims}/ims/token/v3?client_id=a%20b&x=`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=authorization_code',
    })

    expect(JSON.parse(body)).toEqual({
      method: 'POST',
      url: `${origins.ims}/ims/token/v3?client_id=a%20b&x=`,
      type: 'application/x-www-form-urlencoded',
      body: 'grant_type=authorization_code',
    })
  })

  it('keeps a doubled slash at the start of a path', async () => {
    const { origins } = await listenWith(echo)

    expect((await send(`${origins.aem}//adobe/sites/cf/models`)).body).toBe(
      `${origins.aem}//adobe/sites/cf/models`,
    )
  })

  it('passes status, header fields, several cookies and body back', async () => {
    const { origins } = await listenWith(() => {
      const headers = new Headers({ location: 'https://localhost:3001/callback' })
      headers.append('set-cookie', 'a=1; Secure')
      headers.append('set-cookie', 'b=2; Secure')
      return Promise.resolve(new Response('moved', { status: 302, headers }))
    })

    const { status, headers, body } = await send(`${origins.ims}/`)

    expect([status, headers.location, headers['set-cookie'], body]).toEqual([
      302,
      'https://localhost:3001/callback',
      ['a=1; Secure', 'b=2; Secure'],
      'moved',
    ])
  })

  it('shows a request at the own origin of its port, whichever own name it was sent to', async () => {
    const { origins } = await listenWith(echo)
    const { port } = new URL(origins.ims)

    const seen = await Promise.all(
      ['localhost', '127.0.0.1', 'LOCALHOST'].map((name) =>
        send(`${origins.ims}/path`, { headers: { host: `${name}:${port}` } }),
      ),
    )

    expect(seen.map(({ body }) => body)).toEqual(Array(3).fill(`${origins.ims}/path`))
  })

  it.runIf(hasIpv6())('listens on ::1 too', async () => {
    const { origins } = await listenWith(echo)
    const { port } = new URL(origins.aem)

    expect((await send(`https://[::1]:${port}/path`)).body).toBe(`${origins.aem}/path`)
  })

  it('listens on no other address of this computer', async () => {
    const { origins } = await listenWith(echo)
    const { port } = new URL(origins.home)

    const attempts = await Promise.all(
      ['127.0.0.2', ...otherAddresses()].map((host) => attempt(host, Number(port))),
    )

    expect(new Set(attempts)).toEqual(new Set(['ECONNREFUSED']))
  })

  it('goes on without an address that this computer has not', async () => {
    // 192.0.2.0/24 belongs to nobody (RFC 5737).
    const { origins } = await listenWith(echo, { hosts: ['127.0.0.1', '192.0.2.1'] })

    expect((await send(`${origins.ims}/`)).status).toBe(200)
  })

  it('rejects when this computer has none of the addresses', async () => {
    await expect(listenWith(echo, { hosts: ['192.0.2.1'] })).rejects.toThrow(
      /cannot be had \(EADDRNOTAVAIL\)/,
    )
  })
})

describe('a name that is not the listener’s', () => {
  it.each(['evil.test', 'localhost.evil.test', 'localhost', 'user@localhost'])(
    'is answered with 421 (%s)',
    async (name) => {
      const { origins } = await listenWith(echo)

      const { status, body } = await send(`${origins.home}/`, { headers: { host: name } })

      expect([status, body]).toEqual([
        421,
        `This server of the Mudbrick sandbox answers only at ${origins.home}: open it there.\n`,
      ])
    },
  )

  it('is refused with the port of another service', async () => {
    const { origins } = await listenWith(echo)
    const host = new URL(origins.aem).host

    expect((await send(`${origins.home}/`, { headers: { host } })).status).toBe(421)
  })
})

describe('a public URL', () => {
  it('gives every service its host, with the service’s own port', async () => {
    const { origins } = await listenWith(echo, { publicUrl: 'https://sandbox.example:9440' })

    expect([origins.home, origins.ims, origins.aem]).toEqual([
      'https://sandbox.example:9440',
      expect.stringMatching(/^https:\/\/sandbox\.example:\d+$/),
      expect.stringMatching(/^https:\/\/sandbox\.example:\d+$/),
    ])
  })

  it('is where a request is seen, whether it came by it or by a name of this computer', async () => {
    const { port, origins } = await listenPublicly()

    const seen = await Promise.all(
      [new URL(origins.ims).host, `localhost:${port}`, `127.0.0.1:${port}`].map((host) =>
        send(`https://localhost:${port}/path`, { headers: { host } }),
      ),
    )

    expect(seen.map(({ body }) => body)).toEqual(Array(3).fill(`${origins.ims}/path`))
  })

  it.each(['evil.test', 'sandbox.example', 'sandbox.example:1'])(
    'opens no other name (%s)',
    async (host) => {
      const { port } = await listenPublicly()

      expect((await send(`https://localhost:${port}/`, { headers: { host } })).status).toBe(421)
    },
  )

  it('is answered without a port where its scheme implies it', async () => {
    const ports = { ...anyPorts, home: await findFreePort() }
    await listenWith(echo, { publicUrl: 'https://sandbox.example', ports })

    const headers = { host: 'sandbox.example' }
    const { body } = await send(`https://localhost:${ports.home}/`, { headers })

    expect(body).toBe('https://sandbox.example/')
  })

  it.each([
    ['sandbox', 'is not the address of a web server: write one such as http://sandbox:8440.'],
    ['ftp://sandbox', 'is not the address of a web server: write one such as http://sandbox:8440.'],
    [
      'https://sandbox/path',
      'has more than scheme, host and port: write one such as http://sandbox:8440.',
    ],
    [
      'https://user@sandbox',
      'has more than scheme, host and port: write one such as http://sandbox:8440.',
    ],
    [
      'http://sandbox:8440',
      'is plain HTTP, which this sandbox does not serve: write one such as https://sandbox:8440, or serve plain HTTP.',
    ],
  ])('is refused when it is none: %s', async (publicUrl, problem) => {
    await expect(listenWith(echo, { publicUrl })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: `The public URL ${JSON.stringify(publicUrl)} ${problem}`,
    })
  })
})

describe('a request that is none', () => {
  it.each([
    ['a line of noise', 'noise\r\n\r\n', 400],
    [
      'a header field without a name',
      'GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n: x\r\n\r\n',
      400,
    ],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 421],
    [
      'another server’s URL',
      'GET https://evil.test/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['a path that is none', 'OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n', 400],
    [
      'a backslash in the path',
      'GET /a\\b HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n', 501],
    ['CONNECT', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n', 501],
    [
      'header fields above 64 KiB',
      `GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: ${'x'.repeat(70_000)}\r\n\r\n`,
      431,
    ],
  ])('is answered with a status and a sentence: %s', async (_, bytes, status) => {
    const { origins } = await listenWith(echo)

    const answer = await sendBytes(origins.home, bytes)

    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*\\r\\n\\r\\n(The|This) [^\\n]*\\.\\n$`),
    )
  })

  it('leaves the next one alone', async () => {
    const { origins } = await listenWith(echo)
    await sendBytes(origins.home, 'noise\r\n\r\n')

    expect((await send(`${origins.home}/`)).status).toBe(200)
  })
})

describe('a handler that fails', () => {
  it('is answered with 500 and a sentence without detail', async () => {
    const { origins } = await listenWith(fail, { onError: () => undefined })

    const { status, body, headers } = await send(`${origins.ims}/`)

    expect([status, headers['content-type'], body]).toEqual([
      500,
      'text/plain; charset=utf-8',
      'The Mudbrick sandbox failed at this request: its terminal says why.\n',
    ])
  })

  it('is told to whoever runs the sandbox', async () => {
    const told: string[] = []
    const { origins } = await listenWith(fail, {
      onError: (error, request) => told.push(`${request.url} ${String(error)}`),
    })

    await send(`${origins.ims}/ims/token/v3`)

    expect(told).toEqual([`${origins.ims}/ims/token/v3 Error: a private detail`])
  })
})

describe('a connection that a fault drops', () => {
  it('ends without an answer, and nobody is told of a failure', async () => {
    const errors: unknown[] = []
    const drop = (): Promise<Response> => Promise.reject(new DroppedConnectionError())
    const { origins } = await listenWith(drop, { onError: (error) => errors.push(error) })

    await expect(send(origins.aem)).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect(errors).toEqual([])
  })
})

describe('a port that is taken', () => {
  it('is named with what it is for and how to move', async () => {
    const port = await takePort('127.0.0.1')

    await expect(listenWith(echo, { ports: { ...anyPorts, ims: port } })).rejects.toMatchObject({
      name: 'SandboxError',
      code: 'port_taken',
      port,
      message: `Port ${port}, which is for Adobe IMS, is taken by another program: stop that program, or move all ports with MUDBRICK_PORT_OFFSET=100 npm start.`,
    })
  })

  it('is named with the advice of whoever listens', async () => {
    const port = await takePort('127.0.0.1')
    const options = { ports: { ...anyPorts, ims: port }, portAdvice: 'choose others with --port' }

    await expect(listenWith(echo, options)).rejects.toThrow(
      /: stop that program, or choose others with --port\.$/,
    )
  })

  it.runIf(hasIpv6())('is noticed on ::1 alone', async () => {
    const port = await takePort('::1')

    await expect(listenWith(echo, { ports: { ...anyPorts, aem: port } })).rejects.toMatchObject({
      code: 'port_taken',
      port,
    })
  })

  it('leaves nothing listening', async () => {
    const home = await findFreePort()
    const ims = await takePort('127.0.0.1')

    await listenWith(echo, { ports: { ...anyPorts, home, ims } }).catch(() => undefined)

    expect(await attempt('127.0.0.1', home)).toBe('ECONNREFUSED')
  })
})

describe('close()', () => {
  it('frees the ports while connections are kept alive, idle, and half-way through a handshake', async () => {
    const { origins, close } = await listenWith(echo)
    const { port } = new URL(origins.home)
    const agent = new Agent({ keepAlive: true })
    await send(`${origins.home}/`, { agent })
    await once(
      connectTcp(Number(port), '127.0.0.1').on('error', () => undefined),
      'connect',
    )
    const startedAt = Date.now()

    await close()

    expect({
      isPrompt: Date.now() - startedAt < 900,
      attempt: await attempt('127.0.0.1', Number(port)),
    }).toEqual({ isPrompt: true, attempt: 'ECONNREFUSED' })
  })

  it('lets an answer on its way arrive', async () => {
    const { origins, close } = await listenWith(async () => {
      void close()
      await Promise.resolve()
      return new Response('late')
    })

    expect((await send(`${origins.home}/`)).body).toBe('late')
  })
})

/** IMS at its public name; the port at which this computer has it. */
async function listenPublicly(): Promise<ListeningSandbox & { readonly port: number }> {
  const ims = await findFreePort()
  const ports = { ...anyPorts, ims }
  const listening = await listenWith(echo, { publicUrl: 'https://sandbox.example:9440', ports })
  return { ...listening, port: ims }
}

const anyPorts = { home: 0, ims: 0, aem: 0 }

type Handler = (request: Request) => Promise<Response>

const fail: Handler = () => Promise.reject(new Error('a private detail'))

/** Answers with the URL that the sandbox sees. */
const echo: Handler = (request) => Promise.resolve(new Response(request.url))

async function listenWith(
  handler: Handler,
  options: ListenOptions = {},
  portOffset = 0,
): Promise<ListeningSandbox> {
  const sandbox = { portOffset, servedAt: () => handler }
  const listening = await listen(sandbox, { certificate, ports: anyPorts, ...options })
  open.push(listening.close)
  return listening
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface SendOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly agent?: Agent
}

async function send(url: string, { body, ...options }: SendOptions = {}): Promise<Answer> {
  const request = sendRequest(url, {
    ...options,
    ca: certificate.ca,
    servername: 'localhost',
  })
  const responded = once(request, 'response')
  request.end(body)
  const [response] = await responded
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** Sends bytes over TLS, and returns all that comes back until the server closes. */
async function sendBytes(origin: string, bytes: string): Promise<string> {
  const { host, port } = new URL(origin)
  const socket = connect({
    host: '127.0.0.1',
    port: Number(port),
    ca: certificate.ca,
    servername: 'localhost',
  })
  socket.write(bytes.replace('{host}', host))
  return text(socket)
}

async function attempt(host: string, port: number): Promise<string> {
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

async function takePort(host: string): Promise<number> {
  const server: Server = createServer()
  await once(server.listen(0, host), 'listening')
  open.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function findFreePort(): Promise<number> {
  const port = await takePort('127.0.0.1')
  open.pop()?.()
  return port
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  )
}

function otherAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address),
  )
}
