import { HttpError } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { calculateRetryAfter } from './retry-after.ts'

describe('calculateRetryAfter()', () => {
  it.each([
    [undefined, '5'],
    [0, '1'],
    [1, '1'],
    [20_000, '20'],
    [20_001, '21'],
    [86_400_000, '3600'],
  ])('asks to wait as IMS does, within limits: %s ms', (retryAfterMs, expected) => {
    const error = new HttpError({
      method: 'POST',
      url: 'https://ims.example/ims/token/v3',
      status: 503,
      ok: false,
      headers: new Headers(),
      requestId: undefined,
      retryAfterMs,
      text: '',
    })
    expect(calculateRetryAfter(error)).toBe(expected)
  })

  it('asks to wait a moment when IMS is not the cause', () => {
    expect([calculateRetryAfter(), calculateRetryAfter(new Error('store'))]).toEqual(['5', '5'])
  })
})
