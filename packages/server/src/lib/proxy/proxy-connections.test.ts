import { once } from 'node:events'
import {
  type ClientRequest,
  type IncomingMessage,
  request as sendRequest,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { platformFetch } from '@mudbrick/testing/platform-fetch'
import {
  createTestServers,
  type Received,
  send,
  writeUntilFull,
} from '@mudbrick/testing/test-server'
import { afterEach, describe, expect, it } from 'vitest'

import type { ProxyOptions } from './proxy-options.ts'
import { createProxy } from './proxy.ts'
import { toNodeHandler } from '../node/to-node-handler.ts'

/* The proxy between a client and a service that are a connection away on either side. */

const servers = createTestServers()

afterEach(() => servers.closeAll())

describe('what the service is sent', () => {
  it('is the body with its length, whether kept or streamed', async () => {
    const { call } = await serve(async (incoming, outgoing) => {
      const { headers } = incoming
      const { length } = await text(incoming)
      outgoing.end(JSON.stringify([length, headers['content-length'], headers.authorization]))
    })

    const answers = await Promise.all(
      [10, 300_000].map((size) => call({ method: 'POST', body: 'x'.repeat(size) })),
    )

    expect(answers.map(({ body }): unknown => JSON.parse(body))).toEqual([
      [10, '10', 'Bearer token-1'],
      [300_000, '300000', 'Bearer token-1'],
    ])
  })

  it('arrives while the client still sends', async () => {
    const arrived = createPromise<string>()
    const { open } = await serve((incoming, outgoing) => {
      incoming.once('data', (chunk) => arrived.resolve(String(chunk)))
      incoming.once('end', () => outgoing.end('done'))
    })
    const request = open({ method: 'POST', length: 100_000 })

    request.write('one')
    const first = await arrived.promise
    request.end('x'.repeat(99_997))

    expect([first, await text(await responseOf(request))]).toEqual(['one', 'done'])
  })

  it('is taken no faster than the service takes it', async () => {
    const { open } = await serve((incoming) => void incoming.pause(), { maxBodyBytes: Infinity })
    const request = open({ method: 'POST', length: 1_000_000_000 })

    expect(await writeUntilFull(request, 200)).toBeLessThan(60)
  })

  it('breaks off when the client leaves', async () => {
    const { open, errors, received } = await serve(() => undefined)
    const request = open({ method: 'POST', length: 100_000 })
    request.write('some')
    const [incoming] = await received
    request.destroy()
    await closeOf(incoming)

    expect([incoming.complete, errors]).toEqual([false, []])
  })

  it('comes a second time where the token is refused', async () => {
    const seen: string[] = []
    const { call } = await serve(async (incoming, outgoing) => {
      const { authorization = '' } = incoming.headers
      seen.push(`${authorization} ${await text(incoming)}`)
      outgoing.writeHead(authorization === 'Bearer token-2' ? 200 : 401).end('answer')
    })

    const { status, body } = await call({ method: 'POST', body: '{}' })

    expect([status, body, seen]).toEqual([
      200,
      'answer',
      ['Bearer token-1 {}', 'Bearer token-2 {}'],
    ])
  })
})

describe('what the client gets', () => {
  it('arrives while the service still answers', async () => {
    const { open, received } = await serve((_, outgoing) => outgoing.flushHeaders())
    const request = open()
    request.end()
    const response = await responseOf(request)
    const [, outgoing] = await received

    outgoing.write('one')
    const [one] = (await once(response, 'data')) as [Buffer]
    outgoing.end('two')

    expect([String(one), await text(response)]).toEqual(['one', 'two'])
  })

  it('is taken from the service no faster than the client takes it', async () => {
    const { open, received } = await serve((_, outgoing) => outgoing.flushHeaders())
    const request = open()
    request.end()
    const response = await responseOf(request)
    response.pause()
    const [, outgoing] = await received

    expect(await writeUntilFull(outgoing, 200)).toBeLessThan(60)
  })

  it('is decoded, where the service encodes though it was not asked to', async () => {
    const { call } = await serve((_, outgoing) => {
      const bytes = gzipSync('{"a":1}')
      outgoing
        .writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length })
        .end(bytes)
    })

    const { headers, body } = await call()

    expect([headers['content-encoding'], body]).toEqual([undefined, '{"a":1}'])
  })

  it('has the length that the service says, and no body for HEAD', async () => {
    const { call } = await serve((_, outgoing) =>
      outgoing.writeHead(200, { 'content-length': 5 }).end('12345'),
    )

    const answers = [await call(), await call({ method: 'HEAD' })]

    expect(answers.map(({ headers, body }) => [headers['content-length'], body])).toEqual([
      ['5', '12345'],
      ['5', ''],
    ])
  })

  it('is an answer that comes before all of the body is sent', async () => {
    const { open } = await serve((_, outgoing) => outgoing.writeHead(413).end('too large'))
    const request = open({ method: 'POST', length: 100_000 })
    request.write('some')

    const response = await responseOf(request)

    expect([response.statusCode, await text(response)]).toEqual([413, 'too large'])
  })

  it('breaks off where the service does, and the app is told', async () => {
    const { open, errors, received } = await serve((_, outgoing) => void outgoing.write('some'))
    const request = open()
    request.end()
    const response = await responseOf(request)
    const [, outgoing] = await received
    const [some] = (await once(response, 'data')) as [Buffer]
    outgoing.destroy()
    await closeOf(response)

    expect([String(some), response.complete, errors]).toEqual([
      'some',
      false,
      [expect.objectContaining({ message: 'terminated' })],
    ])
  })

  it('is 504 where the service is silent', async () => {
    const { call, received, time } = await serve(() => undefined, { timeoutMs: 5_000 })
    const answer = call()
    const [incoming] = await received

    time.pass(5_000)
    const { status, body } = await answer
    await closeOf(incoming)

    expect([status, JSON.parse(body)]).toEqual([
      504,
      expect.objectContaining({ code: 'upstream_timed_out' }),
    ])
  })

  it('is 502 where the service ends the connection without an answer', async () => {
    const { call, errors } = await serve((incoming) => void incoming.socket.destroy())

    const { status } = await call()

    expect([status, errors]).toEqual([502, [expect.objectContaining({ code: 'network_failed' })]])
  })

  it('is 502 where there is no service', async () => {
    const gone = 'http://127.0.0.1:1'
    const { call, errors } = await serve(() => undefined, { target: gone })

    const { status } = await call()

    expect([status, errors]).toEqual([502, [expect.objectContaining({ code: 'network_failed' })]])
  })

  it('ends at the service when the client leaves', async () => {
    const { open, errors, received } = await serve((_, outgoing) => void outgoing.write('some'))
    const request = open()
    request.end()
    const response = await responseOf(request)
    const [, outgoing] = await received
    response.destroy()
    await closeOf(outgoing)

    expect([outgoing.writableFinished, errors]).toEqual([false, []])
  })
})

describe('a body that is too large', () => {
  it.each([
    ['kept', 20],
    ['streamed', 100_000],
  ])('is refused by its length, before the service gets anything: %s', async (_, size) => {
    const { call, sessionReads, calls } = await serve(answerLength, { maxBodyBytes: 10 })

    const { status, headers, body } = await call({ method: 'POST', body: 'x'.repeat(size) })

    expect([status, headers['content-type'], JSON.parse(body)]).toEqual([
      413,
      'application/problem+json',
      {
        status: 413,
        code: 'body_too_large',
        detail: 'The body of the call is too large: send a smaller one.',
      },
    ])
    expect([calls.length, sessionReads.length]).toEqual([0, 0])
  })

  it('is refused without a length, before the service gets anything of a small one', async () => {
    const { open, calls, errors } = await serve(answerLength, { maxBodyBytes: 10 })
    const request = open({ method: 'POST' })
    request.write('12345')
    request.end('678901')

    const response = await responseOf(request)

    expect([response.statusCode, JSON.parse(await text(response)), calls, errors]).toEqual([
      413,
      expect.objectContaining({ code: 'body_too_large' }),
      [],
      [],
    ])
  })

  it('breaks off at the service without a length, when it is too large to keep', async () => {
    const { open, received, errors } = await serve((incoming) => void incoming.resume(), {
      maxBodyBytes: 1_000_000,
    })
    const request = open({ method: 'POST' })
    const responded = responseOf(request)
    for (let chunks = 0; chunks < 20; chunks += 1) request.write(Buffer.alloc(65_536))
    request.end()
    const response = await responded
    const [incoming] = await received
    await closeOf(incoming)

    expect([response.statusCode, JSON.parse(await text(response))]).toEqual([
      413,
      expect.objectContaining({ code: 'body_too_large' }),
    ])
    expect([incoming.complete, errors]).toEqual([false, []])
  })

  it('passes when it is just as large as allowed, with and without a length', async () => {
    const { call, open } = await serve(answerLength, { maxBodyBytes: 100_000 })
    const body = 'x'.repeat(100_000)
    const request = open({ method: 'POST' })
    const responded = responseOf(request)
    request.write(body.slice(1))
    request.end('x')

    expect([(await call({ method: 'POST', body })).body, await text(await responded)]).toEqual([
      '100000',
      '100000',
    ])
  })

  it('is larger than 10 MiB by default', async () => {
    const { open } = await serve(answerLength)
    const answers = [10 * 1_048_576, 10 * 1_048_576 + 1].map(async (length) => {
      const request = open({ method: 'POST', length })
      if (length > 10 * 1_048_576) request.flushHeaders()
      else request.end(Buffer.alloc(length))
      return (await responseOf(request)).statusCode
    })

    expect(await Promise.all(answers)).toEqual([200, 413])
  })
})

describe('a client that stops in the middle of a body', () => {
  it.each([
    ['a small one', 100, false],
    ['a large one', 100_000, true],
  ])('is answered with 408 after a while: %s', async (_, length, isStreamed) => {
    const arrived = createPromise<unknown>()
    const service = (incoming: IncomingMessage): void =>
      void incoming.once('data', (chunk) => arrived.resolve(chunk))
    const { open, time, errors, waiting } = await serve(service, { timeoutMs: 5_000 })
    const request = open({ method: 'POST', length })
    request.write('some')
    await (isStreamed ? arrived.promise : waiting(1))

    time.pass(5_000)
    const response = await responseOf(request)

    expect([
      response.statusCode,
      response.headers.connection,
      JSON.parse(await text(response)),
      errors,
    ]).toEqual([408, 'close', expect.objectContaining({ code: 'body_timed_out' }), []])
  })

  it('has the time again after every part', async () => {
    const { open, time, waiting } = await serve(answerLength, { timeoutMs: 5_000 })
    const request = open({ method: 'POST', length: 100_000 })
    const responded = responseOf(request)
    for (let parts = 1; parts <= 4; parts += 1) {
      request.write('x'.repeat(25_000))
      await waiting(2 + parts)
      time.pass(4_000)
    }
    request.end()

    expect((await responded).statusCode).toBe(200)
  })
})

describe('a kept-alive connection that the service has closed', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('is replaced, and %s is sent again', async (method) => {
    const service = await serveOnce()
    const { call } = await serve(() => undefined, {
      target: service.origin,
      allow: ['GET,OPTIONS /items'],
    })

    const answers = [await call({ method }), await call({ method }), await call({ method })]

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it.each([
    ['POST', { method: 'POST' }],
    ['POST with a body', { method: 'POST', body: '{}' }],
    ['PUT', { method: 'PUT', body: '{}' }],
    ['DELETE', { method: 'DELETE' }],
  ])('is a 502 for %s, which may have had its effect', async (_, options) => {
    const service = await serveOnce()
    const { call } = await serve(() => undefined, {
      target: service.origin,
      allow: ['GET,POST,PUT,DELETE /items'],
    })
    await call()

    expect([(await call(options)).status, service.requests.length]).toEqual([502, 2])
  })

  it('is a 502 when the service closes every connection', async () => {
    const { call, calls, errors } = await serve((incoming) => void incoming.socket.destroy())

    expect([(await call()).status, calls.length]).toEqual([502, 2])
    expect(errors).toMatchObject([{ code: 'network_failed' }])
  })
})

interface CallOptions {
  readonly method?: string
  readonly body?: string
}

interface OpenOptions {
  readonly method?: string
  readonly length?: number
  readonly headers?: Record<string, string>
}

async function answerLength(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await text(incoming)
  outgoing.end(String(body.length))
}

/** A service that answers one request per connection, and closes it when the next one arrives. */
async function serveOnce(): Promise<{
  readonly origin: string
  readonly requests: readonly string[]
}> {
  const requests: string[] = []
  const server = createServer((socket) => {
    let isUsed = false
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        requests.push(String(bytes))
        if (isUsed) return socket.destroy()
        isUsed = true
        return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  servers.closeAfterTest(() => server.close())
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** A service, and an app before it. */
async function serve(
  service: RequestListener,
  options: Partial<ProxyOptions> = {},
): Promise<{
  readonly call: (options?: CallOptions) => Promise<Received>
  readonly open: (options?: OpenOptions) => ClientRequest
  readonly errors: readonly unknown[]
  readonly time: FakeTime
  /** What the service got first. */
  readonly received: Promise<[IncomingMessage, ServerResponse]>
  /** What the service got. */
  readonly calls: readonly IncomingMessage[]
  readonly sessionReads: readonly Request[]
  /** Resolves when the proxy has set so many deadlines. */
  readonly waiting: (deadlines: number) => Promise<void>
}> {
  const errors: unknown[] = []
  const time = createFakeTime()
  const onError = (error: unknown): void => void errors.push(error)
  const received = createPromise<[IncomingMessage, ServerResponse]>()
  const calls: IncomingMessage[] = []
  const sessionReads: Request[] = []
  let timers = 0
  const clock = {
    ...time,
    setTimer: (callback: () => void, delayMs: number): (() => void) => {
      timers += 1
      return time.setTimer(callback, delayMs)
    },
  }
  const upstream = await servers.serve((incoming, outgoing) => {
    // A connection that breaks off is an error here.
    incoming.on('error', () => undefined)
    calls.push(incoming)
    service(incoming, outgoing)
    received.resolve([incoming, outgoing])
  })
  const proxy = createProxy(
    {
      origin: 'https://localhost:3002',
      readSession: async (request) => {
        sessionReads.push(request)
        return {
          session: {
            getAccessToken: async ({ rejected }) =>
              rejected === undefined ? 'token-1' : 'token-2',
          },
          setCookie: undefined,
        }
      },
      fetch: platformFetch,
      clock,
      onError,
    },
    { path: '/api', target: upstream.origin, allow: ['GET,POST /items'], ...options },
  )
  const handler = toNodeHandler(proxy, { onError })
  const { origin } = await servers.serve((incoming, outgoing) => handler(incoming, outgoing))
  const url = `${origin}/api/items`
  const headers = { 'x-requested-with': 'mudbrick' }
  return {
    call: (callOptions) => send(url, { headers, ...callOptions }),
    open: ({ method = 'GET', length, headers: further = {} } = {}) => {
      const lengthHeader = length === undefined ? {} : { 'content-length': length }
      const request = sendRequest(url, {
        method,
        headers: { ...headers, ...lengthHeader, ...further },
      })
      request.on('error', () => undefined)
      servers.closeAfterTest(() => request.destroy())
      return request
    },
    errors,
    time,
    received: received.promise,
    calls,
    sessionReads,
    waiting: (deadlines) => until(() => timers >= deadlines),
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate()
}

async function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response.on('error', () => undefined)
}

interface Closing {
  readonly closed: boolean
  once(event: 'close', listener: () => void): unknown
}

/** Waits for the end of a stream, be it in peace or not. */
async function closeOf(stream: Closing): Promise<void> {
  if (!stream.closed) await new Promise((resolve) => stream.once('close', () => resolve(true)))
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
