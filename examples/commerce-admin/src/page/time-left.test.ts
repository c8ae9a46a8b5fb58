import { describe, expect, it } from 'vitest'

import { formatTimeLeft, untilNextChange } from './time-left.ts'

const minuteMs = 60_000

describe('formatTimeLeft()', () => {
  it.each([
    [24 * 60 * minuteMs - 1000, '23 h 59 min'],
    [61 * minuteMs, '1 h 1 min'],
    [59 * minuteMs, '59 min'],
    [119_000, '119 s'],
    [1, '1 s'],
    [0, 'expired'],
    [-5, 'expired'],
  ])('says %i ms as %s', (ms, words) => {
    expect(formatTimeLeft(ms)).toBe(words)
  })
})

describe('untilNextChange()', () => {
  it('waits for the next minute while minutes are shown, and for the next second then', () => {
    expect([untilNextChange(5 * minuteMs + 400), untilNextChange(90_400)]).toEqual([401, 401])
  })
})
