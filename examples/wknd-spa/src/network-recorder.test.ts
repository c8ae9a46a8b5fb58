import { describe, expect, it } from 'vitest'

import { createNetworkRecorder, type NetworkRecorder } from './network-recorder.ts'

const url = 'https://author.wknd.test/adobe/folders'

describe('createNetworkRecorder()', () => {
  it('gives the caller the answer, body and all', async () => {
    const recorder = createRecorder(() => new Response('{"children":[]}'))
    const response = await recorder.fetch(url)
    expect(await response.text()).toBe('{"children":[]}')
  })

  it('records request and answer', async () => {
    const headers = { etag: '"1"' }
    const recorder = createRecorder(() => new Response('{}', { status: 200, headers }))
    const body = '[{"path":"/content/dam/ski"}]'
    await recorder.fetch(url, { method: 'POST', body, headers: { 'x-api-key': 'client-id-123' } })
    await settled(recorder)
    expect(recorder.getExchanges()).toEqual([
      {
        id: 1,
        method: 'POST',
        url,
        requestHeaders: [
          ['authorization', 'Bearer $TOKEN'],
          ['x-api-key', 'client-id-123'],
        ],
        requestBody: body,
        outcome: {
          status: 'answered',
          httpStatus: 200,
          durationMs: 5,
          headers: [
            ['content-type', 'text/plain;charset=UTF-8'],
            ['etag', '"1"'],
          ],
          body: '{}',
          redirectedTo: undefined,
        },
      },
    ])
  })

  it('shows a request that is on its way', () => {
    const recorder = createRecorder(() => new Promise(() => {}))
    void recorder.fetch(url)
    expect(recorder.getExchanges()).toMatchObject([{ outcome: { status: 'pending' } }])
  })

  it('records a failure, and passes it on', async () => {
    const recorder = createRecorder(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(recorder.fetch(url)).rejects.toThrow('Failed to fetch')
    expect(recorder.getExchanges()).toMatchObject([
      { outcome: { status: 'failed', reason: 'Failed to fetch' } },
    ])
  })

  it('tells a request that was given up from one that failed', async () => {
    const controller = new AbortController()
    const recorder = createRecorder(() => Promise.reject(controller.signal.reason))
    controller.abort()
    await expect(recorder.fetch(url, { signal: controller.signal })).rejects.toThrow('aborted')
    expect(recorder.getExchanges()).toMatchObject([{ outcome: { status: 'abandoned' } }])
  })

  it('keeps no token, wherever one may stand', async () => {
    const token = ['eyJhbGciOiJub25lIn0', 'eyJmYWtlIjp0cnVlfQ', 'fake'].join('.')
    const recorder = createRecorder(
      () => new Response(`token ${token}`, { headers: { 'x-echo': token } }),
    )
    const headers = { authorization: `Bearer ${token}` }
    await recorder.fetch(url, { method: 'POST', headers, body: token })
    await settled(recorder)
    expect(JSON.stringify(recorder.getExchanges())).not.toContain('eyJ')
  })

  it('forgets the oldest beyond its limit', async () => {
    const recorder = createRecorder(() => new Response(''))
    for (const name of ['one', 'two', 'three']) await recorder.fetch(`${url}/${name}`)
    expect(recorder.getExchanges().map((exchange) => exchange.url)).toEqual([
      `${url}/three`,
      `${url}/two`,
    ])
  })

  it('shortens a long body', async () => {
    const recorder = createRecorder(() => new Response('a'.repeat(30_000)))
    await recorder.fetch(url)
    await settled(recorder)
    expect(recorder.getExchanges()).toMatchObject([
      { outcome: { body: expect.stringMatching(/^a{20000}…$/) } },
    ])
  })

  it('can be emptied', async () => {
    const recorder = createRecorder(() => new Response(''))
    await recorder.fetch(url)
    recorder.clear()
    expect(recorder.getExchanges()).toEqual([])
  })
})

function createRecorder(answer: () => Response | Promise<Response>): NetworkRecorder {
  let instant = 0
  return createNetworkRecorder({
    fetch: async () => answer(),
    limit: 2,
    now: () => {
      instant += 5
      return instant
    },
  })
}

/** Until the recorder has read the body of the last answer. */
function settled(recorder: NetworkRecorder): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (recorder.getExchanges()[0]?.outcome.status !== 'pending') resolve()
    }
    recorder.subscribe(check)
    check()
  })
}
