import { describe, expect, it } from 'vitest'
import {
  endOfToken,
  findRedirectUriFallback,
  isNativeRedirectUri,
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

describe('findRedirectUriFallback() of a native app', () => {
  const redirectUri = 'adobe+0123456789abcdef0123456789abcdef01234567://adobeid/wknd-native'

  it('finds nothing where IMS answered as asked', () => {
    expect(
      findRedirectUriFallback({ redirectUri }, `${redirectUri}?code=fake-code`),
    ).toBeUndefined()
  })

  it('names both addresses where it did not', () => {
    const arrivedAt = 'adobe+76543210://adobeid/wknd-native?code=fake-code'
    expect(findRedirectUriFallback({ redirectUri }, arrivedAt)).toEqual({
      requested: redirectUri,
      answeredAt: 'adobe+76543210://adobeid/wknd-native',
    })
  })
})

// The spellings are those of several apps, and of Frame.io's documents.
describe('isNativeRedirectUri()', () => {
  it('takes what Adobe makes today', () => {
    const redirectUri = 'adobe+0123456789abcdef0123456789abcdef01234567://adobeid/client-id-123'
    expect(isNativeRedirectUri(redirectUri)).toBe(true)
  })

  it('takes what Adobe made for older mobile apps', () => {
    const redirectUri = 'ams+0123456789abcdef0123456789abcdef01234567://adobeid/client-id-123'
    expect(isNativeRedirectUri(redirectUri)).toBe(true)
  })

  it('takes another address under that scheme', () => {
    const redirectUri = 'adobe+0123456789abcdef0123456789abcdef01234567://callback'
    expect(isNativeRedirectUri(redirectUri)).toBe(true)
  })

  it('knows a placeholder from an address', () => {
    expect(isNativeRedirectUri('adobe+<hash>://adobeid/<client id>')).toBe(false)
  })

  it('takes no scheme that a browser runs', () => {
    expect(isNativeRedirectUri('javascript:alert(1)')).toBe(false)
  })
})

describe('endOfToken()', () => {
  it('adds two texts in milliseconds', () => {
    expect(endOfToken('1763715600000', '86400000')).toBe(1_763_802_000_000)
  })

  it('knows nothing where one is missing', () => {
    expect(endOfToken('1763715600000', undefined)).toBeUndefined()
  })
})
