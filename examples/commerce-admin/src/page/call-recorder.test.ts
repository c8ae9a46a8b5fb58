import { describe, expect, it } from 'vitest'

import { createCallRecorder } from './call-recorder.ts'

const url = 'https://localhost:3002/commerce/V1/products?searchCriteria%5BpageSize%5D=20'

describe('createCallRecorder()', () => {
  it('tells what was asked, how it was answered, by which process and after what time', async () => {
    const recorder = record(() =>
      Response.json({}, { status: 401, headers: { 'x-answered-by': 'Process 2' } }),
    )
    await recorder.fetch(url)
    expect(recorder.getCalls()).toEqual([
      {
        id: 1,
        at: 1,
        method: 'GET',
        path: '/commerce/V1/products?searchCriteria[pageSize]=20',
        status: 401,
        durationMs: 1,
        isAbandoned: false,
        process: 'Process 2',
      },
    ])
  })

  it('shows a call while it waits, and one without an answer', async () => {
    const seen: unknown[] = []
    const recorder = record(() => {
      throw new TypeError('fetch failed')
    })
    recorder.subscribe(() => seen.push(recorder.getCalls()[0]?.durationMs))
    await expect(recorder.fetch(url)).rejects.toThrow('fetch failed')
    expect(seen).toEqual([undefined, 1])
  })

  it('tells a call that the page has abandoned from one without an answer', async () => {
    const controller = new AbortController()
    const recorder = record(() => {
      controller.abort()
      throw controller.signal.reason
    })
    await expect(recorder.fetch(url, { signal: controller.signal })).rejects.toThrow('aborted')
    expect(recorder.getCalls()[0]).toMatchObject({ isAbandoned: true, status: undefined })
  })

  it('keeps the newest fifty, newest first', async () => {
    const recorder = record(() => new Response())
    for (let count = 0; count < 51; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await recorder.fetch(url)
    }
    const ids = recorder.getCalls().map(({ id }) => id)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([50, 51, 2])
  })

  it('gives the same list until something changes', async () => {
    const recorder = record(() => new Response())
    await recorder.fetch(url)
    const calls = recorder.getCalls()
    expect(recorder.getCalls()).toBe(calls)
    recorder.clear()
    expect(recorder.getCalls()).toEqual([])
  })
})

function record(answer: () => Response): ReturnType<typeof createCallRecorder> {
  let now = 0
  return createCallRecorder({
    fetch: () => new Promise((resolve) => resolve(answer())),
    now: () => (now += 1),
  })
}
