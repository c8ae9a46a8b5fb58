import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { showProgress } from './progress.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('showProgress()', () => {
  it('says nothing of what takes less than a second', () => {
    const lines: string[] = []
    const { report, stop } = show(lines)
    report(1, 3)
    vi.advanceTimersByTime(999)
    stop()
    vi.advanceTimersByTime(10_000)
    expect(lines).toEqual([])
  })

  it('says how far it is, and every five seconds that it waits', () => {
    const lines: string[] = []
    const { report, stop } = show(lines)
    vi.advanceTimersByTime(20_000)
    report(1, 3)
    vi.advanceTimersByTime(1000)
    report(2, 3)
    vi.advanceTimersByTime(12_000)
    stop()
    expect(lines).toEqual([
      '1 of 3 exchanges …',
      '2 of 3 exchanges …',
      '2 of 3 exchanges … waiting for an answer',
      '2 of 3 exchanges … waiting for an answer',
    ])
  })
})

function show(lines: string[]): ReturnType<typeof showProgress> {
  return showProgress({ line: (text = '') => void lines.push(text), style: (_, text) => text })
}
