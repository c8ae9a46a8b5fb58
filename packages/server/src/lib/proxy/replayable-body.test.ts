import { request as sendRequest } from 'node:http'

import { createTestServers, send, type TestServer } from '@mudbrick/testing/test-server'
import { afterEach, describe, expect, it } from 'vitest'

import { type RequestHandler, toNodeHandler } from '../node/to-node-handler.ts'
import { createBodyWatch } from './body-watch.ts'
import { readReplayableBody as readWatched, type ReplayableBody } from './replayable-body.ts'

const servers = createTestServers()

afterEach(() => servers.closeAll())

describe('readReplayableBody()', () => {
  it('keeps a body as large as allowed', async () => {
    expect(await readReplayableBody(createRequest(['12', '34']), 4)).toEqual(bytesOf('1234'))
  })

  it('leaves a larger body a stream, which gives all of it', async () => {
    const body = await readReplayableBody(createRequest(['12', '34', '56']), 4)

    expect([body instanceof ReadableStream, await new Response(body).text()]).toEqual([
      true,
      '123456',
    ])
  })

  it('does not wait for a body that announces more than allowed', async () => {
    const endless = new ReadableStream()
    const request = createRequest(endless, { 'content-length': '5' })

    expect(await readReplayableBody(request, 4)).toBeInstanceOf(ReadableStream)
  })

  it('keeps no body of a request without one', async () => {
    expect([
      await readReplayableBody(new Request('https://app.test/'), 4),
      await readReplayableBody(createRequest([]), 4),
    ]).toEqual([undefined, undefined])
  })

  it('reads a large body no faster than it is asked for', async () => {
    let given = 0
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      given += 1
      controller.enqueue(bytesOf('12'))
    }
    const endless = new ReadableStream({ pull }, { highWaterMark: 0 })

    await readReplayableBody(createRequest(endless), 4)

    expect(given).toBe(3)
  })

  it('cancels a large body when the rest is not needed', async () => {
    let reason: unknown
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(bytesOf('12')),
      cancel: (why) => {
        reason = why
      },
    })
    const body = await readReplayableBody(createRequest(endless), 4)

    await (body as ReadableStream).cancel('enough')

    expect(reason).toBe('enough')
  })
})

describe('a body that comes by a connection', () => {
  it('is kept whole', async () => {
    const { origin } = await serve(async (request) => {
      const body = await readReplayableBody(request, 1_000_000)
      return Response.json([body instanceof Uint8Array, body])
    })

    const { body } = await send(origin, { method: 'POST', body: 'ab' })

    expect(JSON.parse(body)).toEqual([true, { 0: 97, 1: 98 }])
  })

  it('rejects when the client leaves half-way', async () => {
    let settle: (error: unknown) => void = () => undefined
    const failed = new Promise((resolve) => {
      settle = resolve
    })
    const { origin } = await serve(async (request) => {
      const reading = readReplayableBody(request, 100)
      client.destroy()
      await reading.catch(settle)
      return new Response()
    })
    const client = sendRequest(origin, { method: 'POST', headers: { 'content-length': 100 } })
    client.on('error', () => undefined).write('some')

    expect(await failed).toMatchObject({ name: 'AbortError' })
  })
})

function readReplayableBody(
  request: Request,
  maxBytes: number,
): Promise<ReplayableBody | undefined> {
  return readWatched(
    request,
    maxBytes,
    createBodyWatch(Infinity, () => undefined),
  )
}

function serve(handler: RequestHandler): Promise<TestServer> {
  const listener = toNodeHandler(handler)
  return servers.serve((incoming, outgoing) => listener(incoming, outgoing))
}

function createRequest(
  body: readonly string[] | ReadableStream,
  headers: Record<string, string> = {},
): Request {
  const init: RequestInit & { readonly duplex: 'half' } = {
    method: 'POST',
    headers,
    body: body instanceof ReadableStream ? body : createStream(body),
    duplex: 'half',
  }
  return new Request('https://app.test/', init)
}

function createStream(texts: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const text of texts) controller.enqueue(bytesOf(text))
      controller.close()
    },
  })
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
