import { describe, expect, it } from 'vitest'
import { calculateBackOffMs } from './back-off.ts'

describe('calculateBackOffMs()', () => {
  it('begins between a quarter and half of a second', () => {
    expect([calculateBackOffMs(1, () => 0), calculateBackOffMs(1, () => 1)]).toEqual([250, 500])
  })

  it('doubles with each failure', () => {
    expect([1, 2, 3].map((failures) => calculateBackOffMs(failures, () => 1))).toEqual([
      500, 1_000, 2_000,
    ])
  })
})
