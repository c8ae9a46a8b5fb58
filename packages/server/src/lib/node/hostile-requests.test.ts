import { once } from 'node:events'
import { createServer, type ServerOptions } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'

import { createTestServers, sendBytes } from '@mudbrick/testing/test-server'
import { afterEach, describe, expect, it } from 'vitest'

import { type RequestHandler, toNodeHandler } from './to-node-handler.ts'

/* Requests that no client sends by mistake, as bytes on a connection. */

const servers = createTestServers()

afterEach(() => servers.closeAll())

describe('a request whose end can be read in two ways', () => {
  it.each([
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 5'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 50'],
    ['a length that is no number', 'Content-Length: 0x5'],
    ['a length with a sign', 'Content-Length: +5'],
    ['an unknown encoding', 'Transfer-Encoding: xchunked'],
    ['chunks that are encoded again', 'Transfer-Encoding: chunked, identity'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
    ['a folded line', 'Transfer-Encoding:\r\n chunked'],
    ['a field after a bare line feed', 'X-A: b\nTransfer-Encoding: chunked'],
    ['a null in a field', 'X-A: b\0\r\nTransfer-Encoding: chunked'],
  ])('is refused, and nothing after it is read: %s', async (_, fields) => {
    const { server, seen } = await serve()
    const smuggled = '0\r\n\r\nGET /admin HTTP/1.1\r\nHost: app.test\r\n\r\n'

    const answer = await sendBytes(
      server,
      `POST /orders HTTP/1.1\r\nHost: app.test\r\n${fields}\r\n\r\n${smuggled}`,
    )

    expect([answer.slice(0, 12), seen]).toEqual(['HTTP/1.1 400', []])
  })

  it('is refused when its chunks have a false length', async () => {
    const { server, seen } = await serve(async (request) => new Response(await request.text()))
    const head = 'POST /orders HTTP/1.1\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\n\r\n'

    await sendBytes(server, `${head}5\r\nabcdefgh\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n`)

    expect(seen).toEqual(['/orders'])
  })
})

describe('a request whose address can be read in two ways', () => {
  it.each([
    ['an absolute form', 'GET http://evil.example/admin HTTP/1.1'],
    ['an absolute form of this host', 'GET http://app.test/admin HTTP/1.1'],
    ['no slash', 'GET admin HTTP/1.1'],
    ['an asterisk', 'OPTIONS * HTTP/1.1'],
    ['a space', 'GET /orders /admin HTTP/1.1'],
  ])('is refused: %s', async (_, line) => {
    const { server, seen } = await serve()
    const answer = await sendBytes(server, `${line}\r\nHost: app.test\r\nConnection: close\r\n\r\n`)
    expect([answer.slice(0, 12), seen]).toEqual(['HTTP/1.1 400', []])
  })

  it.each([
    ['two slashes', '//evil.example/admin', '//evil.example/admin'],
    ['dots', '/orders/../admin', '/admin'],
    ['encoded dots', '/orders/%2e%2e/admin', '/admin'],
    ['a backslash', '/orders\\..\\admin', '/admin'],
    ['an encoded slash', '/orders%2f..%2fadmin', '/orders%2f..%2fadmin'],
  ])('stays at this origin: %s', async (_, path, expected) => {
    const { server, seen } = await serve()
    await sendBytes(server, `GET ${path} HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n`)
    expect(seen).toEqual([expected])
  })

  it('is not a tunnel', async () => {
    const { server, seen } = await serve()
    const answer = await sendBytes(
      server,
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    )
    expect([answer, seen]).toEqual(['', []])
  })
})

describe('a request with a large header', () => {
  it.each([
    ['a cookie', `Cookie: a=${'b'.repeat(20_000)}`],
    ['cookies', `Cookie: ${'a=b; '.repeat(5_000)}`],
    ['fields', 'X-A: b\r\n'.repeat(5_000).trimEnd()],
  ])('is refused: %s', async (_, fields) => {
    const { server, seen } = await serve()
    const answer = await sendBytes(
      server,
      `GET / HTTP/1.1\r\nHost: app.test\r\n${fields}\r\nConnection: close\r\n\r\n`,
    )
    expect([answer.slice(0, 12), seen]).toEqual(['HTTP/1.1 431', []])
  })
})

describe('a client that is slow on purpose', () => {
  const limits: ServerOptions = {
    headersTimeout: 60,
    requestTimeout: 120,
    connectionsCheckingInterval: 20,
  }

  it('is cut off in the middle of a header', async () => {
    const { server, seen } = await serve(undefined, limits)
    const socket = connect(server.port, '127.0.0.1')
    const answer = text(socket)
    const dripping = setInterval(() => socket.write('X-A: b\r\n'), 10)
    socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: app.test\r\n')

    expect((await answer).slice(0, 12)).toBe('HTTP/1.1 408')
    clearInterval(dripping)
    expect(seen).toEqual([])
  })

  it('is cut off in the middle of a body, and the handler is told', async () => {
    const failed = createPromise<unknown>()
    const { server, errors } = await serve(async (request) => {
      await request.text().catch((error: unknown) => {
        failed.resolve(error)
        throw error
      })
      return new Response()
    }, limits)
    const head = 'POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 10\r\n\r\n'

    await sendBytes(server, `${head}half`)

    expect([await failed.promise, errors]).toEqual([
      expect.objectContaining({ name: 'AbortError' }),
      [],
    ])
  })

  it('is answered when the handler does not need the body', async () => {
    const { server } = await serve(undefined, limits)
    const head = 'POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 10\r\n\r\n'
    expect((await sendBytes(server, `${head}half`)).slice(0, 15)).toBe('HTTP/1.1 200 OK')
  })
})

describe('a request to upgrade the connection', () => {
  const upgrade = (protocol: string): string =>
    `GET /orders HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`

  it.each(['websocket', 'WebSocket', 'h2c, websocket', 'TLS/1.0'])(
    'is refused with a sentence: %s',
    async (protocol) => {
      const { server, seen } = await serve()

      const answer = await sendBytes(server, upgrade(protocol))

      expect([answer.slice(0, 12), seen]).toEqual(['HTTP/1.1 501', []])
      expect(answer).toMatch(/^connection: close\r$/im)
      expect(answer).toContain('"WebSockets and other upgrades are not supported here: ')
    },
  )

  it('is ignored when it is for HTTP/2, as RFC 9110 §7.8 allows', async () => {
    const { server, seen } = await serve()
    const socket = connect(server.port, '127.0.0.1')
    socket.write(upgrade('h2c'))
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    expect([String(bytes).slice(0, 15), seen]).toEqual(['HTTP/1.1 200 OK', ['/orders']])
  })

  it('goes on to next, where another handler can accept it', async () => {
    const seen: string[] = []
    const handler = toNodeHandler(({ url }) => {
      seen.push(url)
      return new Response()
    })
    const server = await servers.serve((incoming, outgoing) =>
      handler(incoming, outgoing, () => outgoing.writeHead(426, { connection: 'close' }).end()),
    )

    const answer = await sendBytes(server, upgrade('websocket'))

    expect([answer.slice(0, 12), seen]).toEqual(['HTTP/1.1 426', []])
  })
})

interface Served {
  readonly server: { readonly origin: string; readonly port: number }
  /** The paths that the handler got. */
  readonly seen: readonly string[]
  readonly errors: readonly unknown[]
}

async function serve(
  handler: RequestHandler = () => new Response('done'),
  options: ServerOptions = {},
): Promise<Served> {
  const seen: string[] = []
  const errors: unknown[] = []
  const listener = toNodeHandler(
    (request, connection) => {
      seen.push(new URL(request.url).pathname)
      return handler(request, connection)
    },
    { onError: (error) => errors.push(error) },
  )
  const server = createServer(options, (incoming, outgoing) => listener(incoming, outgoing))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  servers.closeAfterTest(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { server: { origin: `http://127.0.0.1:${port}`, port }, seen, errors }
}

function createPromise<Value>(): {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
} {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
