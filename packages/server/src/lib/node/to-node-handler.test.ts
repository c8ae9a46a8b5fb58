import { once } from 'node:events'
import { Agent, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'

import {
  createTestServers,
  send,
  sendBytes,
  type TestServer,
  writeUntilFull,
} from '@mudbrick/testing/test-server'
import { VaultError } from '@mudbrick/vault'
import { afterEach, describe, expect, it } from 'vitest'

import { createNoRouteResponse } from '../no-route.ts'
import { type RequestHandler, toNodeHandler, type ToNodeHandlerOptions } from './to-node-handler.ts'

const servers = createTestServers()

afterEach(() => servers.closeAll())

describe('the request that a handler sees', () => {
  it('has the address, the method and the header of the message', async () => {
    const { origin } = await serve(({ url, method, headers }) =>
      Response.json([url, method, headers.get('x-a'), headers.get('cookie')]),
    )

    const { body } = await send(`${origin}/a%20b?c[]=%20&c[]=2`, {
      method: 'PATCH',
      headers: { 'X-A': '1', cookie: 'a=1; b=2' },
    })

    expect(JSON.parse(body)).toEqual([`${origin}/a%20b?c[]=%20&c[]=2`, 'PATCH', '1', 'a=1; b=2'])
  })

  it('has the origin that was given, whatever Host says', async () => {
    const { origin } = await serve(({ url }) => new Response(url), {
      origin: 'https://shop.example',
    })

    const { body } = await send(`${origin}/a`, { headers: { host: 'evil.example' } })

    expect(body).toBe('https://shop.example/a')
  })

  it('has the whole path where a router has taken a part of it', async () => {
    const handler = toNodeHandler(({ url }) => new Response(url))
    const { origin } = await servers.serve((incoming, outgoing) =>
      handler(Object.assign(incoming, { originalUrl: incoming.url, url: '/b' }), outgoing),
    )

    expect((await send(`${origin}/a/b`)).body).toBe(`${origin}/a/b`)
  })

  it('comes with the address of the other end', async () => {
    const { origin } = await serve((_, { remoteAddress }) => new Response(remoteAddress))

    expect((await send(origin)).body).toBe('127.0.0.1')
  })

  it('gives a body of a megabyte whole', async () => {
    const { origin } = await serve(async (request) => new Response(await request.text()))

    const { body } = await send(origin, { method: 'PUT', body: 'x'.repeat(1_000_000) })

    expect(body).toHaveLength(1_000_000)
  })

  it('gives a body without one as empty', async () => {
    const { origin } = await serve(async (request) => new Response(`[${await request.text()}]`))

    expect((await send(origin, { method: 'POST' })).body).toBe('[]')
  })

  it('reads a body no faster than it is asked for', async () => {
    const { origin } = await serve(async ({ body }) => {
      await body?.getReader().read()
      return new Response(new ReadableStream())
    })
    const headers = { 'content-length': 1_000_000_000 }
    const request = sendRequest(origin, { method: 'POST', headers })
    request.on('error', () => undefined)
    servers.closeAfterTest(() => request.destroy())

    expect(await writeUntilFull(request, 200)).toBeLessThan(60)
  })

  it('aborts when the client leaves, and reports nothing', async () => {
    const arrived = createPromise<true>()
    const left = createPromise<unknown>()
    const server = await serve(async ({ signal }) => {
      arrived.resolve(true)
      await once(signal, 'abort')
      left.resolve(signal.reason)
      throw new Error('too late')
    })
    await leave(server, 'GET / HTTP/1.1\r\nHost: app.test\r\n\r\n', arrived.promise)

    expect([await left.promise, await setImmediate(server.errors)]).toEqual([
      expect.objectContaining({ name: 'AbortError' }),
      [],
    ])
  })

  it('does not abort when the answer is out', async () => {
    const signals: AbortSignal[] = []
    const { origin } = await serve(({ signal }) => {
      signals.push(signal)
      return new Response('done')
    })
    const agent = new Agent()
    await send(origin, { agent })
    await setImmediate()

    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })

  it('rejects a body that stops half-way, and reports nothing', async () => {
    const arrived = createPromise<true>()
    const failed = createPromise<unknown>()
    const server = await serve(async (request) => {
      arrived.resolve(true)
      await request.text().catch((error: unknown) => {
        failed.resolve(error)
        throw error
      })
      return new Response()
    })
    const bytes = 'POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 10\r\n\r\nhalf'
    await leave(server, bytes, arrived.promise)

    expect([await failed.promise, await setImmediate(server.errors)]).toEqual([
      expect.objectContaining({ name: 'AbortError' }),
      [],
    ])
  })

  it.each([
    ['a Host that would be a path', 'GET / HTTP/1.1\r\nHost: app.test/admin?\r\n'],
    ['a Host that would be a user', 'GET / HTTP/1.1\r\nHost: user@app.test\r\n'],
    ['no Host', 'GET / HTTP/1.0\r\n'],
    ['a target that is a whole address', 'GET http://evil.example/ HTTP/1.1\r\nHost: app.test\r\n'],
    ['a target that would be a host', 'GET @evil.example/ HTTP/1.1\r\nHost: app.test\r\n'],
    ['a method that web requests cannot have', 'TRACE / HTTP/1.1\r\nHost: app.test\r\n'],
  ])('is refused with %s', async (_, bytes) => {
    const seen: string[] = []
    const server = await serve(({ url }) => {
      seen.push(url)
      return new Response()
    })

    const answer = await sendBytes(server, `${bytes}Connection: close\r\n\r\n`)

    expect([answer.slice(0, 24), seen]).toEqual(['HTTP/1.1 400 Bad Request', []])
  })
})

describe('the answer that a client gets', () => {
  it('has status, header and body of the response', async () => {
    const { origin } = await serve(
      () => new Response('{"a":"ü"}', { status: 201, headers: { 'content-type': 'text/x' } }),
    )

    const { status, headers, body } = await send(origin)

    expect([status, headers['content-type'], body]).toEqual([201, 'text/x', '{"a":"ü"}'])
  })

  it('has several cookies, and keeps what others have set', async () => {
    const handler = toNodeHandler(() => {
      const response = new Response(null, { headers: { 'x-a': 'ours' } })
      response.headers.append('set-cookie', 'a=1')
      response.headers.append('set-cookie', 'b=2')
      return response
    })
    const { origin } = await servers.serve((incoming, outgoing) => {
      outgoing.setHeader('x-answered-by', 'process 1')
      outgoing.setHeader('x-a', 'theirs')
      outgoing.setHeader('set-cookie', 'other=0')
      handler(incoming, outgoing)
    })

    const { headers } = await send(origin)

    expect([headers['x-answered-by'], headers['x-a'], headers['set-cookie']]).toEqual([
      'process 1',
      'ours',
      ['other=0', 'a=1', 'b=2'],
    ])
  })

  it.each([
    ['HEAD', 'HEAD', () => new Response('text', { headers: { 'content-length': '4' } }), '4'],
    ['204', 'GET', () => new Response(null, { status: 204 }), undefined],
    ['no body', 'GET', () => new Response(null, { status: 202 }), '0'],
  ])('has no body for %s', async (_, method, respond, length) => {
    const { origin } = await serve(respond)

    const { headers, body } = await send(origin, { method })

    expect([headers['content-length'], body]).toEqual([length, ''])
  })

  it('begins before a stream has anything to say', async () => {
    const { origin } = await serve(() => new Response(new ReadableStream(), { status: 203 }))

    const [response] = await once(sendRequest(origin).end(), 'response')
    servers.closeAfterTest(() => response.destroy())

    expect(response.statusCode).toBe(203)
  })

  it('arrives piece by piece', async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    const stream = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given
      },
    })
    const { origin } = await serve(() => new Response(stream))
    const [response] = await once(sendRequest(origin).end(), 'response')

    controller?.enqueue(Buffer.from('one'))
    const [one] = await once(response, 'data')
    controller?.enqueue(Buffer.from('two'))
    const [two] = await once(response, 'data')
    controller?.close()
    await once(response, 'end')

    expect([String(one), String(two)]).toEqual(['one', 'two'])
  })

  it('ends its stream when the client leaves', async () => {
    const cancelled = createPromise<true>()
    const stream = new ReadableStream({ cancel: () => cancelled.resolve(true) })
    const { origin, errors } = await serve(() => new Response(stream))

    const [response] = await once(sendRequest(origin).end(), 'response')
    response.destroy()

    expect([await cancelled.promise, await setImmediate(errors)]).toEqual([true, []])
  })

  it('is let go of when it comes after the client has left', async () => {
    const arrived = createPromise<true>()
    const cancelled = createPromise<true>()
    const server = await serve(async ({ signal }) => {
      arrived.resolve(true)
      await once(signal, 'abort')
      return new Response(new ReadableStream({ cancel: () => cancelled.resolve(true) }))
    })
    await leave(server, 'GET / HTTP/1.1\r\nHost: app.test\r\n\r\n', arrived.promise)

    expect(await cancelled.promise).toBe(true)
  })

  it('is made no faster than the client takes it', async () => {
    let given = 0
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      given += 1
      controller.enqueue(new Uint8Array(1_000_000))
    }
    const { origin } = await serve(() => new Response(new ReadableStream({ pull })))
    const [response] = await once(sendRequest(origin).end(), 'response')
    servers.closeAfterTest(() => response.destroy())

    await once(response.pause(), 'readable')
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()

    expect(given).toBeLessThan(30)
  })

  it('arrives though the body of its request is not read, after which the connection still serves', async () => {
    const { origin } = await serve(() => new Response('refused'))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    servers.closeAfterTest(() => agent.destroy())
    const big = { method: 'POST', body: 'x'.repeat(300_000), agent }

    const answers = [await send(origin, big), await send(origin, { agent })]

    expect(answers.map(({ body }) => body)).toEqual(['refused', 'refused'])
  })

  it('arrives though the body of its request is given up half-way, after which the connection still serves', async () => {
    const { origin } = await serve(async ({ body }) => {
      const reader = body?.getReader()
      await reader?.read()
      await reader?.cancel()
      return new Response('enough')
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    servers.closeAfterTest(() => agent.destroy())
    const big = { method: 'POST', body: 'x'.repeat(300_000), agent }

    const answers = [await send(origin, big), await send(origin, { agent })]

    expect(answers.map(({ body }) => body)).toEqual(['enough', 'enough'])
  })
})

describe('a handler that fails', () => {
  it.each<[string, RequestHandler]>([
    [
      'at once',
      () => {
        throw new Error('a private detail')
      },
    ],
    [
      'before its stream has begun',
      () => new Response(createBreakingStream([]), { headers: { 'content-length': '9' } }),
    ],
  ])('%s is answered with 500 that says nothing of it, and is reported', async (_, handler) => {
    const { origin, errors } = await serve(handler)

    const { status, headers, body } = await send(origin)

    expect([status, headers['content-type'], JSON.parse(body), errors]).toEqual([
      500,
      'application/problem+json',
      { status: 500, code: 'failed', detail: 'The server failed at this request.' },
      [new Error('a private detail')],
    ])
  })

  it('is answered with 503 and Retry-After when its store is unavailable, and is reported', async () => {
    const unavailable = new VaultError('store_unavailable')
    const { origin, errors } = await serve(() => Promise.reject(unavailable))

    const { status, headers, body } = await send(origin)

    expect([status, headers['retry-after'], JSON.parse(body)]).toEqual([
      503,
      '5',
      {
        status: 503,
        code: 'unavailable',
        detail: 'The server cannot answer this request now. Try again in a few seconds.',
      },
    ])
    expect(errors).toEqual([unavailable])
  })

  it('in the middle of its stream ends the connection, and is reported', async () => {
    const server = await serve(() => new Response(createBreakingStream(['some'])))

    const answer = await sendBytes(server, 'GET / HTTP/1.1\r\nHost: app.test\r\n\r\n')

    expect([answer.includes('some'), answer.endsWith('0\r\n\r\n'), server.errors]).toEqual([
      true,
      false,
      [new Error('a private detail')],
    ])
  })
})

describe('next', () => {
  it('gets a request for which the handler has no route, with its body unread', async () => {
    const origin = await serveWithNext(createNoRouteResponse, async (incoming, outgoing) =>
      outgoing.end(`next: ${await text(incoming)}`),
    )

    expect((await send(origin, { method: 'POST', body: 'body' })).body).toBe('next: body')
  })

  it('does not get a 404 that the handler means', async () => {
    const origin = await serveWithNext(() => new Response('none', { status: 404 }))

    expect((await send(origin)).body).toBe('none')
  })

  it('gets the error of a handler that fails', async () => {
    const error = new Error('failed')
    const origin = await serveWithNext(
      () => Promise.reject(error),
      (_, outgoing, given) => outgoing.end(String(given === error)),
    )

    expect((await send(origin)).body).toBe('true')
  })

  it('gets an error where the body was read before', async () => {
    const handler = toNodeHandler(() => new Response('read'))
    const { origin } = await servers.serve(async (incoming, outgoing) => {
      await text(incoming)
      handler(incoming, outgoing, (error) => outgoing.end(String(error)))
    })

    const { body } = await send(`${origin}/api/carts?secret=1`, { method: 'POST', body: '{}' })

    expect(body).toBe(
      'ConfigurationError: The body of POST /api/carts had been read before toNodeHandler got it: mount it before express.json() and other parsers, and see its documentation for Fastify.',
    )
  })

  it('gets no error where an empty body was read before', async () => {
    const handler = toNodeHandler(async (request) => new Response(`[${await request.text()}]`))
    const { origin } = await servers.serve(async (incoming, outgoing) => {
      await text(incoming)
      handler(incoming, outgoing)
    })

    expect((await send(origin, { method: 'POST', body: '' })).body).toBe('[]')
  })

  it('is not needed: without it, no route is 404', async () => {
    const { origin } = await serve(createNoRouteResponse)

    expect((await send(origin)).status).toBe(404)
  })
})

describe('toNodeHandler()', () => {
  it.each([
    [
      'orign',
      { orign: 'https://shop.example' },
      'Unknown option orign for toNodeHandler: it takes ',
    ],
    ['options', 'https://shop.example', 'The options of toNodeHandler are https://shop.example: '],
  ])('refuses what is no option: %s', (option, options, message) => {
    expect(() => toNodeHandler(() => new Response(), options as object)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        option,
        message: expect.stringContaining(message),
      }),
    )
  })

  it.each(['shop.example', 'http://shop.example', 'https://shop.example/path'])(
    'refuses an invalid origin: %s',
    (origin) => {
      expect(() => toNodeHandler(() => new Response(), { origin })).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', option: 'origin' }),
      )
    },
  )
})

interface ServedHandler extends TestServer {
  readonly errors: readonly unknown[]
}

async function serve(
  handler: RequestHandler,
  options: ToNodeHandlerOptions = {},
): Promise<ServedHandler> {
  const errors: unknown[] = []
  const listener = toNodeHandler(handler, { onError: (error) => errors.push(error), ...options })
  return { ...(await servers.serve((incoming, outgoing) => listener(incoming, outgoing))), errors }
}

async function serveWithNext(
  handler: RequestHandler,
  next: (incoming: IncomingMessage, outgoing: ServerResponse, error: unknown) => unknown = (
    _,
    outgoing,
  ) => outgoing.end('next'),
): Promise<string> {
  const listener = toNodeHandler(handler)
  const { origin } = await servers.serve((incoming, outgoing) =>
    listener(incoming, outgoing, (error) => void next(incoming, outgoing, error)),
  )
  return origin
}

/** Sends bytes, and ends the connection once the handler has them. */
async function leave(
  { port }: TestServer,
  bytes: string,
  arrived: Promise<unknown>,
): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  await arrived
  socket.destroy()
}

function createBreakingStream(texts: readonly string[]): ReadableStream<Uint8Array> {
  const left = [...texts]
  return new ReadableStream({
    pull: (controller) => {
      const next = left.shift()
      if (next === undefined) controller.error(new Error('a private detail'))
      else controller.enqueue(new TextEncoder().encode(next))
    },
  })
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
