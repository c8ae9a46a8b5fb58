import { describe, expect, it } from 'vitest'
import {
  findRedirectUriFallback,
  lifetimeMsOf,
  parseEmailVerified,
  toImsLocale,
} from './ims-quirks.ts'

// The numbers are those of Adobe's samples: 86399 in current ones, 86399985 in those for version 1.
describe('lifetimeMsOf()', () => {
  it('takes seconds from version 3', () => {
    expect(lifetimeMsOf('https://ims-na1.adobelogin.com/ims/token/v3', 86_399)).toBe(86_399_000)
  })

  it('takes milliseconds from version 1', () => {
    expect(lifetimeMsOf('https://ims-na1.adobelogin.com/ims/token/v1', 86_399_985)).toBe(86_399_985)
  })

  it('takes milliseconds from the endpoint without a version', () => {
    expect(lifetimeMsOf('https://ims-na1.adobelogin.com/ims/token', 86_399_985)).toBe(86_399_985)
  })

  it('takes seconds, as the RFC has it, from any other address', () => {
    expect(lifetimeMsOf('https://proxy.test/token', 3_600)).toBe(3_600_000)
  })

  it('takes the documented 24 hours where nothing is said', () => {
    expect(lifetimeMsOf('https://ims-na1.adobelogin.com/ims/token/v3', undefined)).toBe(86_400_000)
  })
})

describe('parseEmailVerified()', () => {
  it('takes true', () => {
    expect(parseEmailVerified(true)).toBe(true)
  })

  it('takes the text of older answers', () => {
    expect(parseEmailVerified('true')).toBe(true)
  })

  it('takes another text for no', () => {
    expect(parseEmailVerified('false')).toBe(false)
  })

  it('knows nothing where nothing is said', () => {
    expect(parseEmailVerified(undefined)).toBeUndefined()
  })
})

describe('toImsLocale()', () => {
  it('writes a BCP 47 tag as IMS does', () => {
    expect(toImsLocale('en-US')).toBe('en_US')
  })
})

describe('findRedirectUriFallback()', () => {
  const transaction = { redirectUri: 'https://localhost:3000/callback' }

  it('finds nothing where IMS answered as asked', () => {
    const arrivedAt = 'https://localhost:3000/callback?code=fake-code&state=xyz'
    expect(findRedirectUriFallback(transaction, arrivedAt)).toBeUndefined()
  })

  it('finds the mistake of the tutorial’s .env file, without showing the code', () => {
    const arrivedAt = 'https://localhost:3001/callback?code=fake-code&state=xyz'
    expect(findRedirectUriFallback(transaction, arrivedAt)).toEqual({
      requested: 'https://localhost:3000/callback',
      answeredAt: 'https://localhost:3001/callback',
    })
  })
})
