import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const now = Date.UTC(1999, 11, 31, 23, 59, 0)

describe('RFC 9110 §10.2.3 Retry-After', () => {
  it('reads seconds', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000)
  })

  it('reads an HTTP date', () => {
    expect(parseRetryAfter('Fri, 31 Dec 1999 23:59:59 GMT', now)).toBe(59_000)
  })

  it('takes a date that has passed as now', () => {
    expect(parseRetryAfter('Fri, 31 Dec 1999 23:00:00 GMT', now)).toBe(0)
  })

  it('ignores what it does not understand', () => {
    expect(parseRetryAfter('soon', now)).toBeUndefined()
  })

  it('ignores its absence', () => {
    expect(parseRetryAfter(null, now)).toBeUndefined()
  })
})
