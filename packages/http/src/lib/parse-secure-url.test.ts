import { describe, expect, it } from 'vitest'
import { parseSecureOrigin, parseSecureUrl } from './parse-secure-url.ts'

describe('parseSecureUrl()', () => {
  it('accepts HTTPS', () => {
    expect(parseSecureUrl('https://app.test/callback', 'redirectUri').pathname).toBe('/callback')
  })

  it('accepts HTTP on this machine by name', () => {
    expect(parseSecureUrl('http://localhost:8888/', 'redirectUri').port).toBe('8888')
  })

  it('accepts HTTP on this machine by IPv4 address', () => {
    expect(parseSecureUrl('http://127.0.0.1/', 'redirectUri').hostname).toBe('127.0.0.1')
  })

  it('accepts HTTP on this machine by IPv6 address', () => {
    expect(parseSecureUrl('http://[::1]/', 'redirectUri').hostname).toBe('[::1]')
  })

  it('refuses HTTP elsewhere, saying what to do', () => {
    expect(() => parseSecureUrl('http://app.test/', 'redirectUri')).toThrow(
      'redirectUri is "http://app.test/", which is not secure: use https (http only for localhost, 127.0.0.1 and [::1]).',
    )
  })

  it('refuses a host that only begins like this machine', () => {
    expect(() => parseSecureUrl('http://localhost.evil.test/', 'redirectUri')).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })

  it('refuses another scheme', () => {
    expect(() => parseSecureUrl('javascript:alert(1)', 'redirectUri')).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'redirectUri' }),
    )
  })

  it('refuses a value that is not a URL, and says what to do', () => {
    expect(() => parseSecureUrl('app.test/callback', 'redirectUri')).toThrow(
      'redirectUri is "app.test/callback", which is not an absolute URL: give one that begins with https://.',
    )
  })

  it.each(['localhost:3902', 'ims.test:443/ims'])('misses the scheme of %s', (address) => {
    expect(() => parseSecureUrl(address, 'origin')).toThrow(
      `origin is "${address}", which is not an absolute URL: give one that begins with https://.`,
    )
  })

  it('refuses an environment variable that is not set', () => {
    // @ts-expect-error what a program without types can do
    expect(() => parseSecureUrl(undefined, 'redirectUri')).toThrow(/^redirectUri is missing/)
  })

  it('does not show a query', () => {
    expect(() => parseSecureUrl('http://app.test/?code=fake-code', 'redirectUri')).toThrow(
      /^redirectUri is "http:\/\/app\.test\/…", which is not secure/,
    )
  })

  it('reports under the codes that it is given', () => {
    const codes = { invalid: 'invalid_redirect_uri', insecure: 'insecure_redirect_uri' } as const
    expect(() => parseSecureUrl('http://app.test/', 'redirectUri', codes)).toThrow(
      expect.objectContaining({ code: 'insecure_redirect_uri' }),
    )
  })
})

describe('parseSecureOrigin()', () => {
  it('leaves out a trailing slash', () => {
    expect(parseSecureOrigin('https://author.test:8444/', 'origin')).toBe(
      'https://author.test:8444',
    )
  })

  it('refuses a pattern, which would let a token go anywhere', () => {
    expect(() => parseSecureOrigin('https://*.adobeaemcloud.com', 'allowedOrigins')).toThrow(
      'allowedOrigins is "https://*.adobeaemcloud.com", which is a pattern: write each origin out.',
    )
  })

  it('refuses a path, saying what to give', () => {
    expect(() => parseSecureOrigin('https://author.test/adobe', 'origin')).toThrow(
      'origin is "https://author.test/adobe", which is more than an origin: give https://author.test alone.',
    )
  })

  it('refuses a query', () => {
    expect(() => parseSecureOrigin('https://author.test/?debug', 'origin')).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })

  it('refuses a user name', () => {
    expect(() => parseSecureOrigin('https://ada@author.test/', 'origin')).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })
})
