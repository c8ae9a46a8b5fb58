import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createJournal, type RecordingJournal } from '../../journal/journal.ts'
import { createEvents, type AnnouncingEvents } from '../events.ts'
import { createEventStream } from './event-stream.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(): { readonly events: AnnouncingEvents; readonly journal: RecordingJournal } {
  const clock = createFakeClock(0)
  const journal = createJournal({ clock })
  return {
    events: createEvents({ now: clock.now, subscribeToJournal: journal.subscribe }),
    journal,
  }
}

function record(journal: RecordingJournal): void {
  journal.record({
    service: 'ims',
    request: new Request('https://127.0.0.1:8443/ims/keys'),
    response: new Response(null),
    durationMs: 1,
    hints: [],
  })
}

describe('createEventStream()', () => {
  it('tells of exchanges as they come', async () => {
    const { events, journal } = open()
    const reader = readerOf(createEventStream({ events, journal }))
    expect(await readText(reader)).toBe(': here\n\n')
    record(journal)
    expect(await readText(reader)).toMatch(
      /^event: exchange\nid: 1\ndata: \{"type":"exchange","exchange":\{"index":1,.*\},"at":0\}\n\n$/,
    )
  })

  it('tells of changes, which have no id, since they are not kept', async () => {
    const { events, journal } = open()
    const reader = readerOf(createEventStream({ events, journal }))
    await readText(reader)
    events.tell(() => [{ type: 'credential', action: 'removed', clientId: 'wknd-spa' }])
    expect(await readText(reader)).toBe(
      'event: credential\ndata: {"type":"credential","action":"removed","clientId":"wknd-spa","at":0}\n\n',
    )
  })

  it('keeps a quiet connection alive', async () => {
    const reader = readerOf(createEventStream(open()))
    await readText(reader)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await readText(reader)).toBe(': still here\n\n')
  })

  it('lets go of the journal and the timer when the reader has gone', async () => {
    const unsubscribe = vi.fn<() => void>()
    const stream = createEventStream({
      events: { subscribe: () => unsubscribe },
      journal: { exchanges: () => [] },
    })
    await stream.cancel()
    expect(unsubscribe).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends with its signal', async () => {
    const caller = new AbortController()
    const reader = readerOf(createEventStream(open(), { signal: caller.signal }))
    await readText(reader)
    caller.abort()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not begin for a reader who has gone already', async () => {
    const reader = readerOf(createEventStream(open(), { signal: AbortSignal.abort() }))
    expect((await reader.read()).done).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends for a reader who does not keep up', () => {
    const { events, journal } = open()
    createEventStream({ events, journal })
    for (let count = 0; count < 1100; count += 1) record(journal)
    expect(vi.getTimerCount()).toBe(0)
  })
})

type Reader = ReadableStreamDefaultReader<Uint8Array>

function readerOf(stream: ReadableStream<Uint8Array>): Reader {
  return stream.getReader()
}

async function readText(reader: Reader): Promise<string> {
  const { value } = await reader.read()
  return new TextDecoder().decode(value)
}
