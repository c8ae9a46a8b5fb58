import { describe, expect, it } from 'vitest'
import { createCommerceClient } from './commerce-client.ts'

const fetch = async (): Promise<Response> => new Response()
const origin = 'https://na1-sandbox.api.commerce.adobe.com'

describe('createCommerceClient()', () => {
  it('takes an origin with a trailing slash', () => {
    const commerce = createCommerceClient({ origin: `${origin}/`, tenantId: 'AbC123', fetch })
    expect(commerce.origin).toBe(origin)
  })

  it('refuses an origin with the tenant id behind it', () => {
    expect(() => createCommerceClient({ origin: `${origin}/AbC123/`, fetch })).toThrow(
      `which is more than an origin: give ${origin} alone.`,
    )
  })

  it('refuses plain HTTP', () => {
    expect(() => createCommerceClient({ origin: 'http://shop.test', fetch })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'origin' }),
    )
  })

  it('asks for the tenant id at a host of Adobe’s', () => {
    expect(() => createCommerceClient({ origin, fetch })).toThrow(
      `tenantId is missing, and ${origin} asks for it: give the one that Commerce Cloud Manager shows in the details of the instance.`,
    )
  })

  it('does without one elsewhere', () => {
    const commerce = createCommerceClient({ origin: 'https://shop.test', fetch })
    expect(commerce.tenantId).toBeUndefined()
  })

  it.each(['', '../admin', 'a/b', 'a?b', 'a b'])('refuses %j as tenant id', (tenantId) => {
    expect(() => createCommerceClient({ origin, tenantId, fetch })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'tenantId' }),
    )
  })

  it('refuses a store view that is more than a code', () => {
    expect(() => createCommerceClient({ origin, tenantId: 't', storeView: 'a\nb', fetch })).toThrow(
      'storeView is "a\\nb", which is not one part of a path: give letters, digits, - and _ alone.',
    )
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(createCommerceClient({ origin, tenantId: 't', fetch }))).toBe(true)
  })
})
