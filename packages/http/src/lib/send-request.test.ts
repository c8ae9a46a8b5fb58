import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConfigurationError } from './configuration-error.ts'
import type { Fetch } from './fetch.ts'
import { sendRequest } from './send-request.ts'

const url = new URL('https://api.test/items?code=fake-code')
const never = (): Promise<Response> => new Promise(() => {})

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('sendRequest()', () => {
  it('gives status and body', async () => {
    const fetch = answering(new Response('{"items":[]}', { status: 201 }))
    expect(await sendRequest(url, { fetch })).toMatchObject({
      method: 'GET',
      status: 201,
      ok: true,
      text: '{"items":[]}',
    })
  })

  it('leaves a status of failure to the caller', async () => {
    const fetch = answering(new Response('no', { status: 500 }))
    expect(await sendRequest(url, { fetch })).toMatchObject({ status: 500, ok: false })
  })

  it('joins a body that arrives in pieces, inside a character', async () => {
    const bytes = new TextEncoder().encode('café')
    const fetch = answering(new Response(streamOf(bytes.subarray(0, 4), bytes.subarray(4))))
    expect(await sendRequest(url, { fetch })).toMatchObject({ text: 'café' })
  })

  it('takes a response without a body', async () => {
    const fetch = answering(new Response(null, { status: 204 }))
    expect(await sendRequest(url, { fetch })).toMatchObject({ text: '' })
  })

  it('sends what it is given, and no cookies', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    await sendRequest(url, { method: 'POST', headers: { accept: 'text/plain' }, body: 'hi', fetch })
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      url,
      expect.objectContaining({
        method: 'POST',
        headers: { accept: 'text/plain' },
        body: 'hi',
        credentials: 'omit',
      }),
    )
  })

  it('names the exchange by x-debug-id', async () => {
    const fetch = answering(new Response('', { headers: { 'x-debug-id': 'debug-123' } }))
    expect(await sendRequest(url, { fetch })).toMatchObject({ requestId: 'debug-123' })
  })

  it('names the exchange by x-request-id', async () => {
    const fetch = answering(new Response('', { headers: { 'x-request-id': 'request-123' } }))
    expect(await sendRequest(url, { fetch })).toMatchObject({ requestId: 'request-123' })
  })

  it('shows neither the query nor the body of an exchange', async () => {
    const received = await sendRequest(url, { fetch: answering(new Response('fake-access-token')) })
    expect(inspect(received) + JSON.stringify(received)).not.toMatch(/fake-/)
  })
})

describe('sendRequest(), network', () => {
  const broken: Fetch = () => Promise.reject(new TypeError('fetch failed'))

  it('reports a request without response', async () => {
    await expect(sendRequest(url, { fetch: broken })).rejects.toMatchObject({
      code: 'network_failed',
      method: 'GET',
      url: 'https://api.test/items',
      cause: new TypeError('fetch failed'),
    })
  })

  it('reports a connection that breaks within the body', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('terminated')),
    })
    await expect(sendRequest(url, { fetch: answering(new Response(body)) })).rejects.toMatchObject({
      code: 'network_failed',
    })
  })

  it('passes through the error of a fetch that is one of ours', async () => {
    const refusal = new ConfigurationError('invalid_option', 'origin', 'Not there.')
    await expect(sendRequest(url, { fetch: () => Promise.reject(refusal) })).rejects.toBe(refusal)
  })
})

describe('sendRequest(), deadline', () => {
  it('ends a request that gets no answer', async () => {
    const failure = failureOf(sendRequest(url, { fetch: never, timeoutMs: 5_000 }))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await failure).toMatchObject({
      code: 'timed_out',
      timeoutMs: 5_000,
      message:
        'GET https://api.test/items was not answered completely within 5000 ms: try again, or raise timeoutMs.',
    })
  })

  it('covers the body', async () => {
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
    })
    const fetch = answering(new Response(stalled))
    const failure = failureOf(sendRequest(url, { fetch, timeoutMs: 5_000 }))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await failure).toMatchObject({
      code: 'timed_out',
    })
  })

  it('is 30 seconds by default', async () => {
    const settled = vi.fn<() => void>()
    const request = sendRequest(url, { fetch: never }).catch(settled)
    await vi.advanceTimersByTimeAsync(29_999)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await request
    expect(settled).toHaveBeenCalled()
  })

  it('tells the platform to let go of the request', async () => {
    const fetch = vi.fn<Fetch>(never)
    const failure = failureOf(sendRequest(url, { fetch }))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await failure).toMatchObject({ timeoutMs: 30_000 })
    expect(fetch.mock.calls[0]?.[1]?.signal?.aborted).toBe(true)
  })

  it('leaves no timer behind', async () => {
    await sendRequest(url, { fetch: answering(new Response()) })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('sendRequest(), abort', () => {
  it('passes the caller’s reason through untouched', async () => {
    const controller = new AbortController()
    const reason = { because: 'the user left' }
    const failure = failureOf(sendRequest(url, { fetch: never, signal: controller.signal }))
    controller.abort(reason)
    expect(await failure).toBe(reason)
  })

  it('passes the reason through when the platform rejects in its own words', async () => {
    const controller = new AbortController()
    const fetch: Fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      })
    const failure = failureOf(sendRequest(url, { fetch, signal: controller.signal }))
    controller.abort('left')
    expect(await failure).toBe('left')
  })

  it('sends nothing for a signal that was aborted before', async () => {
    const fetch = vi.fn<Fetch>(never)
    await expect(sendRequest(url, { fetch, signal: AbortSignal.abort('left') })).rejects.toBe(
      'left',
    )
    expect(fetch).not.toHaveBeenCalled()
  })

  it('covers the body', async () => {
    const controller = new AbortController()
    const fetch = answering(new Response(new ReadableStream()))
    const failure = failureOf(sendRequest(url, { fetch, signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(0)
    controller.abort('left')
    expect(await failure).toBe('left')
  })
})

describe('sendRequest(), redirects', () => {
  it('refuses a redirect that it may not follow', async () => {
    const fetch = answering(
      new Response(null, { status: 307, headers: { location: 'https://evil.test' } }),
    )
    await expect(sendRequest(url, { fetch, redirect: 'manual' })).rejects.toMatchObject({
      code: 'redirected',
      status: 307,
    })
  })

  it('refuses the opaque response that a browser makes of it', async () => {
    const opaque = Object.defineProperties(new Response(), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    })
    await expect(
      sendRequest(url, { fetch: answering(opaque), redirect: 'manual' }),
    ).rejects.toMatchObject({ code: 'redirected', status: 0 })
  })
})

describe('sendRequest(), size', () => {
  it('takes a body of the permitted size', async () => {
    const fetch = answering(new Response('x'.repeat(10)))
    expect(await sendRequest(url, { fetch, maxBytes: 10 })).toMatchObject({ text: 'xxxxxxxxxx' })
  })

  it('refuses a larger one', async () => {
    const fetch = answering(new Response('x'.repeat(11)))
    await expect(sendRequest(url, { fetch, maxBytes: 10 })).rejects.toMatchObject({
      code: 'too_large',
      status: 200,
    })
  })

  it('stops reading an endless one', async () => {
    const cancel = vi.fn<() => void>()
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
      cancel,
    })
    await expect(
      sendRequest(url, { fetch: answering(new Response(endless)) }),
    ).rejects.toMatchObject({
      code: 'too_large',
    })
    expect(cancel).toHaveBeenCalled()
  })
})

function answering(response: Response): Fetch {
  return () => Promise.resolve(response)
}

function streamOf(...chunks: readonly Uint8Array[]): ReadableStream {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}
