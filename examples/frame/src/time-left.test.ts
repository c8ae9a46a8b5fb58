import { describe, expect, it } from 'vitest'

import { formatTimeLeft, untilNextChange } from './time-left.ts'

const minuteMs = 60_000

describe('formatTimeLeft()', () => {
  it('says hours and minutes', () => {
    expect(formatTimeLeft(86_399_000)).toBe('23 h 59 min')
  })

  it('says minutes alone below an hour', () => {
    expect(formatTimeLeft(60 * minuteMs - 1)).toBe('59 min')
  })

  it('says seconds in the last two minutes', () => {
    expect(formatTimeLeft(119_001)).toBe('120 s')
  })

  it('says that nothing is left', () => {
    expect(formatTimeLeft(0)).toBe('expired')
  })
})

describe('untilNextChange()', () => {
  it('waits for the minute to end while minutes are shown', () => {
    expect(untilNextChange(10 * minuteMs + 20_000)).toBe(20_001)
  })

  it('waits for the second to end while seconds are shown', () => {
    expect(untilNextChange(45_300)).toBe(301)
  })
})
