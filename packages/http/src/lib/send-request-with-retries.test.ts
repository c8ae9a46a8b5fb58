import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Fetch } from './fetch.ts'
import { sendRequestWithRetries } from './send-request-with-retries.ts'

const url = new URL('https://api.test/items')
const random = (): number => 0.5
const start = Date.UTC(2026, 10, 21)

beforeEach(() => {
  vi.useFakeTimers({ now: start })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('sendRequestWithRetries()', () => {
  it('sends a request that succeeds once', async () => {
    const fetch = answeringInTurn(new Response('ok'))
    await sendRequestWithRetries(url, { fetch })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('tries again when the network fails', async () => {
    const fetch = answeringInTurn(new TypeError('fetch failed'), new Response('ok'))
    const received = sendRequestWithRetries(url, { fetch })
    await vi.runAllTimersAsync()
    expect(await received).toMatchObject({ text: 'ok' })
  })

  it('tries again when time runs out, with a new deadline', async () => {
    const fetch = vi
      .fn<Fetch>()
      .mockReturnValueOnce(new Promise(() => {}))
      .mockResolvedValueOnce(new Response('ok'))
    const received = sendRequestWithRetries(url, { fetch })
    await vi.runAllTimersAsync()
    expect(await received).toMatchObject({ text: 'ok' })
  })

  it('tries again when the service is overloaded', async () => {
    const fetch = answeringInTurn(new Response('', { status: 503 }), new Response('ok'))
    const received = sendRequestWithRetries(url, { fetch })
    await vi.runAllTimersAsync()
    expect(await received).toMatchObject({ text: 'ok' })
  })

  it('does not try again when the service refuses', async () => {
    const fetch = answeringInTurn(new Response('', { status: 403 }))
    expect(await sendRequestWithRetries(url, { fetch })).toMatchObject({ status: 403 })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('gives up after two more tries, with the last answer', async () => {
    const fetch = answeringInTurn(
      new Response('', { status: 500 }),
      new Response('', { status: 502 }),
      new Response('', { status: 503 }),
      new Response('ok'),
    )
    const received = sendRequestWithRetries(url, { fetch })
    await vi.runAllTimersAsync()
    expect(await received).toMatchObject({ status: 503 })
  })

  it('gives up with the last error', async () => {
    const fetch = answeringInTurn(new TypeError('first'), new TypeError('last'))
    const failure = failureOf(sendRequestWithRetries(url, { fetch, retries: 1 }))
    await vi.runAllTimersAsync()
    expect(await failure).toMatchObject({
      code: 'network_failed',
      cause: new TypeError('last'),
    })
  })

  it('does not repeat a POST', async () => {
    const fetch = answeringInTurn(new Response('', { status: 503 }), new Response('ok'))
    await sendRequestWithRetries(url, { fetch, method: 'POST' })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not repeat a body that is a stream', async () => {
    const fetch = answeringInTurn(new Response('', { status: 503 }), new Response('ok'))
    await sendRequestWithRetries(url, { fetch, method: 'PUT', body: new ReadableStream() })
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe('sendRequestWithRetries(), waiting', () => {
  it('waits twice as long each time, spread by half', async () => {
    const sentAt: number[] = []
    const fetch: Fetch = async () => {
      sentAt.push(Date.now() - start)
      return new Response('', { status: 503 })
    }
    const received = sendRequestWithRetries(url, { fetch, random })
    await vi.runAllTimersAsync()
    await received
    // 500 ms and 1000 ms, each between half and whole; randomness stands in the middle.
    expect(sentAt).toEqual([0, 375, 375 + 750])
  })

  it('waits the seconds of Retry-After', async () => {
    const fetch = answeringInTurn(
      new Response('', { status: 429, headers: { 'retry-after': '7' } }),
      new Response('ok'),
    )
    const received = sendRequestWithRetries(url, { fetch })
    await vi.advanceTimersByTimeAsync(6_999)
    expect(fetch).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(1)
    expect(await received).toMatchObject({ text: 'ok' })
  })

  it('waits for the date of Retry-After', async () => {
    const date = new Date(start + 9_000).toUTCString()
    const fetch = answeringInTurn(
      new Response('', { status: 503, headers: { 'retry-after': date } }),
      new Response('ok'),
    )
    const received = sendRequestWithRetries(url, { fetch })
    await vi.advanceTimersByTimeAsync(8_999)
    expect(fetch).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(1)
    expect(await received).toMatchObject({ text: 'ok' })
  })

  it('does not wait an hour, but tells the caller', async () => {
    const fetch = answeringInTurn(
      new Response('', { status: 429, headers: { 'retry-after': '3600' } }),
    )
    expect(await sendRequestWithRetries(url, { fetch })).toMatchObject({
      status: 429,
      retryAfterMs: 3_600_000,
    })
  })

  it('ends when the caller aborts, with the caller’s reason', async () => {
    const controller = new AbortController()
    const fetch = answeringInTurn(new Response('', { status: 503 }))
    const failure = failureOf(sendRequestWithRetries(url, { fetch, signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(1)
    controller.abort('left')
    expect(await failure).toBe('left')
    expect(vi.getTimerCount()).toBe(0)
  })
})

function answeringInTurn(...answers: readonly (Response | Error)[]) {
  const fetch = vi.fn<Fetch>()
  for (const answer of answers) {
    if (answer instanceof Error) fetch.mockRejectedValueOnce(answer)
    else fetch.mockResolvedValueOnce(answer)
  }
  return fetch
}

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}
