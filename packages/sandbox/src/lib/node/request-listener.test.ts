import { once } from 'node:events'
import { Agent, createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { DroppedConnectionError } from '../faults/apply-fault.ts'
import { jsonAnswer, textAnswer } from '../wire/answer.ts'
import { createRequestListener } from './request-listener.ts'

let open: (() => unknown)[] = []

afterEach(async () => {
  await Promise.all(open.map((close) => close()))
  open = []
})

describe('the request that a handler sees', () => {
  it.each<[string, (request: Request) => Promise<unknown>, unknown]>([
    ['text', (request) => request.text(), '{"a":"ü"}'],
    ['JSON', (request) => request.json(), { a: 'ü' }],
    ['bytes', async (request) => (await request.arrayBuffer()).byteLength, 10],
    ['a blob', async (request) => (await request.blob()).size, 10],
    ['a stream', (request) => new Response(request.body).text(), '{"a":"ü"}'],
    ['the text of a clone', (request) => request.clone().text(), '{"a":"ü"}'],
    ['the text after a clone', (request) => (request.clone(), request.text()), '{"a":"ü"}'],
  ])('gives its body as %s', async (_, read, expected) => {
    const { origin } = await serve(async (request) => jsonAnswer(await read(request)))

    const { body } = await send(origin, { method: 'POST', body: '{"a":"ü"}' })

    expect(JSON.parse(body)).toEqual(expected)
  })

  it('is a request of the platform, with all that one has', async () => {
    const { origin } = await serve(async (request) => {
      const members = Object.entries(Object.getOwnPropertyDescriptors(Request.prototype))
      const missing = members.filter(
        ([name, { get }]) => get && Reflect.get(request, name) === undefined,
      )
      return jsonAnswer([request instanceof Request, inspect(request).slice(0, 7), missing])
    })

    expect(JSON.parse((await send(origin)).body)).toEqual([true, 'Request', []])
  })

  it('gives a clone that can be sent on', async () => {
    const { origin } = await serve(async (request) => {
      const { method, mode, headers, body } = new Request(request.clone())
      return jsonAnswer([method, mode, headers.get('x-a'), await new Response(body).text()])
    })

    const answer = await send(origin, { method: 'POST', headers: { 'x-a': '1' }, body: 'b' })

    expect(JSON.parse(answer.body)).toEqual(['POST', 'cors', '1', 'b'])
  })

  it('gives its body as a form', async () => {
    const { origin } = await serve(async (request) => {
      const form = await request.formData()
      return jsonAnswer(form.get('scope'))
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }

    const { body } = await send(origin, { method: 'POST', headers, body: 'scope=openid+email' })

    expect(body).toBe('"openid email"')
  })

  it.each<[string, (request: Request) => Promise<ArrayBuffer>]>([
    ['at once', (request) => request.arrayBuffer()],
    ['as a stream', (request) => new Response(request.body).arrayBuffer()],
  ])('gives a body of a megabyte whole, read %s', async (_, read) => {
    const { origin } = await serve(async (request) =>
      textAnswer(String((await read(request)).byteLength)),
    )

    const { body } = await send(origin, { method: 'PUT', body: 'x'.repeat(1_000_000) })

    expect(body).toBe('1000000')
  })

  it('gives its body once', async () => {
    const { origin } = await serve(async (request) => {
      await request.text()
      return textAnswer(`${request.bodyUsed} ${await request.text().catch(String)}`)
    })

    expect((await send(origin, { method: 'POST', body: 'x' })).body).toMatch(
      /^true TypeError: Body is unusable/,
    )
  })

  it('has no body where GET has none', async () => {
    const { origin } = await serve(async (request) =>
      jsonAnswer([request.body, await request.text(), request.bodyUsed]),
    )

    expect(JSON.parse((await send(origin)).body)).toEqual([null, '', false])
  })

  it('shows both of two Authorization fields, so that neither is taken for the only one', async () => {
    const { origin } = await serve(async (request) =>
      textAnswer(request.headers.get('authorization') ?? ''),
    )
    const { host } = new URL(origin)

    const answer = await sendBytes(
      origin,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: close\r\n\r\n`,
    )

    expect(answer).toMatch(/Bearer a, Bearer b$/)
  })

  it('aborts its signal when the client leaves, and reports no failure', async () => {
    const arrived = createPromise<true>()
    const left = createPromise<boolean>()
    const { origin, errors } = await serve(async (request) => {
      arrived.resolve(true)
      await once(request.signal, 'abort')
      left.resolve(request.signal.aborted)
      throw new Error('too late')
    })
    await leave(origin, 'GET / HTTP/1.1\r\nHost: {host}\r\n\r\n', arrived.promise)

    expect([await left.promise, await setImmediate(errors)]).toEqual([true, []])
  })

  it('rejects a body that stops half-way, and reports no failure', async () => {
    const arrived = createPromise<true>()
    const failed = createPromise<unknown>()
    const { origin, errors } = await serve(async (request) => {
      arrived.resolve(true)
      await request.text().catch((error: unknown) => {
        failed.resolve(error)
        throw error
      })
      return textAnswer('')
    })
    const bytes = 'POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\nhalf'
    await leave(origin, bytes, arrived.promise)

    expect([await failed.promise, await setImmediate(errors)]).toEqual([
      expect.objectContaining({ name: 'AbortError' }),
      [],
    ])
  })
})

describe('the answer that a client gets', () => {
  it('has a length where it is made of text', async () => {
    const { origin } = await serve(async () => textAnswer('äöü'))

    const { headers } = await send(origin)

    expect([headers['content-length'], headers['transfer-encoding']]).toEqual(['6', undefined])
  })

  it('has the length and no body for HEAD', async () => {
    const { origin } = await serve(async () => textAnswer('text'))

    const { headers, body } = await send(origin, { method: 'HEAD' })

    expect([headers['content-length'], body]).toEqual(['4', ''])
  })

  it.each([204, 304])('has no length where its status has no body: %i', async (status) => {
    const { origin } = await serve(async () => new Response(null, { status }))

    expect((await send(origin)).headers['content-length']).toBeUndefined()
  })

  it('has the length 0 where there is no body', async () => {
    const { origin } = await serve(async () => new Response(null, { status: 202 }))

    expect((await send(origin)).headers['content-length']).toBe('0')
  })

  it('begins before a stream has anything to say, and arrives piece by piece', async () => {
    const { origin } = await serve(async () => new Response(new ReadableStream()))

    const [response] = await once(sendRequest(origin).end(), 'response')
    open.push(() => response.destroy())

    expect(response.statusCode).toBe(200)
  })

  it('ends its stream when the client leaves', async () => {
    const cancelled = createPromise<true>()
    const stream = new ReadableStream({ cancel: () => cancelled.resolve(true) })
    const { origin } = await serve(async () => new Response(stream))

    const [response] = await once(sendRequest(origin).end(), 'response')
    response.destroy()

    expect(await cancelled.promise).toBe(true)
  })

  it('arrives whole where it is longer than what a connection holds', async () => {
    let left = 200
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      left -= 1
      if (left < 0) controller.close()
      else controller.enqueue(new Uint8Array(65_536).fill(120))
    }
    const { origin } = await serve(async () => new Response(new ReadableStream({ pull })))

    expect((await send(origin)).body).toHaveLength(200 * 65_536)
  })

  it('breaks where less comes than was announced', async () => {
    const headers = { 'content-length': '100' }
    const { origin } = await serve(async () => textAnswer('short', { headers }))
    const { host } = new URL(origin)

    const answer = await sendBytes(origin, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)

    expect(answer).toMatch(/content-length: 100[^]*\r\n\r\nshort$/)
  })

  it.each([
    ['a fault drops it, which is not reported', new DroppedConnectionError(), 0],
    ['its handler fails, which is told', new Error('a private detail'), 1],
  ])('breaks after what was sent where %s', async (_, error, told) => {
    const { origin, errors } = await serve(async () => new Response(createBreakingStream(error)))
    const { host } = new URL(origin)

    const answer = await sendBytes(origin, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)

    expect([answer.includes('some'), answer.endsWith('0\r\n\r\n'), errors.length]).toEqual([
      true,
      false,
      told,
    ])
  })

  it('arrives though the body of its request is not read, after which the connection still serves', async () => {
    const { origin } = await serve(async () => textAnswer('refused'))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    open.push(() => agent.destroy())
    const big = { method: 'POST', body: 'x'.repeat(300_000), agent }

    const answers = [await send(origin, big), await send(origin, { agent })]

    expect(answers.map(({ body }) => body)).toEqual(['refused', 'refused'])
  })

  it('arrives though its request never ends, and then the connection does', async () => {
    const { origin } = await serve(async () => textAnswer('refused'))
    const { host } = new URL(origin)

    const answer = await sendBytes(
      origin,
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\nsome`,
    )

    expect(answer).toMatch(/refused$/)
  })
})

type Handler = (request: Request) => Promise<Response>

async function serve(respond: Handler): Promise<{ origin: string; errors: unknown[] }> {
  const errors: unknown[] = []
  const listener = createRequestListener({
    origin: (port) => `http://127.0.0.1:${port}`,
    respond,
    onError: (error) => errors.push(error),
  })
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, errors }
}

interface SendOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly agent?: Agent
}

async function send(
  url: string,
  { body, ...options }: SendOptions = {},
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: string }> {
  const request = sendRequest(url, options)
  const responded = once(request, 'response')
  request.end(body)
  const [response] = await responded
  return { headers: response.headers, body: await text(response) }
}

/** Sends bytes, and returns all that comes back until the server ends the connection. */
async function sendBytes(origin: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

/** Sends bytes, and ends the connection once the handler has them. */
async function leave(origin: string, bytes: string, arrived: Promise<unknown>): Promise<void> {
  const { host, port } = new URL(origin)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(bytes.replace('{host}', host))
  await arrived
  socket.destroy()
}

function createBreakingStream(error: Error): ReadableStream<Uint8Array> {
  let isGiven = false
  return new ReadableStream({
    pull: (controller) => {
      if (isGiven) return controller.error(error)
      isGiven = true
      controller.enqueue(new TextEncoder().encode('some'))
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
