import { describe, expect, it } from 'vitest'
import { createAemClient } from './aem-client.ts'

const fetch = async (): Promise<Response> => new Response()

describe('createAemClient()', () => {
  it('takes the origin as Adobe’s tutorial writes it, with a trailing slash', () => {
    const origin = 'https://author-p69647-e1453424.adobeaemcloud.com/'
    expect(createAemClient({ origin, fetch }).origin).toBe(
      'https://author-p69647-e1453424.adobeaemcloud.com',
    )
  })

  it('refuses an address that is more than an origin', () => {
    const origin = 'https://author.test/adobe/sites'
    expect(() => createAemClient({ origin, fetch })).toThrow(
      'origin is "https://author.test/adobe/sites", which is more than an origin: give https://author.test alone.',
    )
  })

  it('refuses a host without scheme', () => {
    expect(() => createAemClient({ origin: 'author.test', fetch })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'origin' }),
    )
  })

  it('refuses plain HTTP', () => {
    expect(() => createAemClient({ origin: 'http://author.test', fetch })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'origin' }),
    )
  })

  it('misses options, and a fetch', () => {
    const create: (options?: unknown) => unknown = createAemClient as () => unknown
    expect(() => create()).toThrow('origin is missing')
    expect(() => create({ origin: 'https://author.test', session: {} })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'fetch' }),
    )
  })

  it('cannot be changed', () => {
    const aem = createAemClient({
      origin: 'https://localhost:8444',
      fetch,
      apiKey: 'client-id-123',
    })
    expect(Object.isFrozen(aem)).toBe(true)
  })
})
