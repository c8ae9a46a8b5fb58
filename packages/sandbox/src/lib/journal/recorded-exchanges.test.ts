import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import type { ExchangeNotes } from './exchange.ts'
import { createJournal, type RecordingJournal } from './journal.ts'

const kib = 1024

function record(journal: RecordingJournal, notes: Partial<ExchangeNotes> = {}): void {
  journal.record({
    service: 'aem',
    request: new Request('https://aem.sandbox.test/adobe/folders'),
    response: new Response(null),
    durationMs: 1,
    hints: [],
    ...notes,
  })
}

function openJournal(capacity: number): RecordingJournal {
  return createJournal({ clock: createFakeClock(), capacity })
}

/** A body of its own: the same text would be in memory once. */
function textOf(index: number, length: number): string {
  return String(index).padEnd(length, 'x')
}

describe('a journal of 10,000 exchanges', () => {
  it('keeps all of them, and lets the bodies of the oldest calls go first', () => {
    const journal = openJournal(10_000)
    for (let index = 1; index <= 10_000; index += 1) {
      record(journal, { responseText: textOf(index, 16 * kib) })
    }
    expect(journal.dropped).toBe(0)
    expect(journal.recorded.get(1)).toMatchObject({
      isWithoutBodies: true,
      responseText: undefined,
    })
    expect(journal.recorded.get(10_000)?.responseText).toHaveLength(16 * kib)
    const kept = [...journal.recorded.from(1)].reduce(
      (sum, { responseText = '' }) => sum + responseText.length,
      0,
    )
    expect(kept).toBeLessThan(40 * kib * kib)
    expect(kept).toBeGreaterThan(25 * kib * kib)
  })

  it('drops the oldest where bodies of IMS alone are too much, since flows are found by them', () => {
    const journal = openJournal(10_000)
    for (let index = 1; index <= 5000; index += 1) {
      record(journal, { service: 'ims', responseText: textOf(index, 16 * kib) })
    }
    const held = [...journal.recorded.from(1)]
    expect(journal.dropped).toBe(5000 - held.length)
    expect(held.length * 17 * kib).toBeLessThan(40 * kib * kib)
    expect(held.every(({ isWithoutBodies }) => !isWithoutBodies)).toBe(true)
  })

  it('cuts the body of a request as that of an answer, and remembers how long it was', () => {
    const journal = openJournal(10)
    record(journal, { requestBody: new Uint8Array(200 * kib), responseText: 'x'.repeat(20 * kib) })
    expect(journal.recorded.get(1)).toMatchObject({
      requestBody: { byteLength: 16 * kib, buffer: { byteLength: 16 * kib } },
      lengths: { request: 200 * kib, response: 20 * kib },
    })
  })

  it('keeps a limited number of exchanges in the shape in which they are shown', () => {
    const journal = openJournal(2000)
    for (let index = 1; index <= 1000; index += 1) {
      record(journal, { responseText: textOf(index, 16 * kib) })
    }
    expect(journal.exchanges()).toHaveLength(1000)
    const shaped = [...journal.recorded.from(1)].filter((exchange) => exchange.shaped !== undefined)
    expect(shaped.length * 17 * kib).toBeLessThan(7 * kib * kib)
  })
})

describe('kept headers', () => {
  it('are those that came, repeated ones too', () => {
    const journal = openJournal(10)
    const headers = new Headers({ 'content-type': 'text/html' })
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    record(journal, { response: new Response(null, { headers }) })
    const [exchange] = journal.exchanges()
    expect(exchange?.responseHeaders).toEqual({
      'content-type': 'text/html',
      'set-cookie': expect.stringMatching(/^a=<cookie [\da-f]{8}>, b=<cookie [\da-f]{8}>$/),
    })
  })
})
