import { describe, expect, it } from 'vitest'

import { createAllowList } from './allow-list.ts'

const judge = createAllowList([
  'GET /V1/products/*',
  'GET,POST /V1/carts/**',
  'GET /V1/*/media',
  'PUT /V1/store.configs/',
])

describe('createAllowList()', () => {
  it.each([
    ['GET', '/V1/products/24-MB01'],
    ['HEAD', '/V1/products/24-MB01'],
    ['POST', '/V1/carts/mine/items'],
    ['GET', '/V1/carts/mine'],
    ['PUT', '/V1/store.configs/'],
  ])('allows %s %s', (method, path) => {
    expect(judge(method, path)).toBe('allowed')
  })

  it.each([
    ['another method', 'DELETE', '/V1/products/24-MB01'],
    ['HEAD where there is no GET', 'HEAD', '/V1/store.configs/'],
    ['more parts than one', 'GET', '/V1/products/24-MB01/links'],
    ['no part where there has to be one', 'GET', '/V1/carts'],
    ['a slash at the end that no pattern has', 'GET', '/V1/products/24-MB01/'],
    ['a dot for any other character', 'PUT', '/V1/store-configs/'],
    ['another path behind an allowed one', 'GET', '/V1/admin/V1/products/x'],
    ['another spelling', 'GET', '/v1/products/24-MB01'],
  ])('refuses %s', (_, method, path) => {
    expect(judge(method, path)).toBe('not_allowed')
  })
})

describe('a path that a service may read in another way', () => {
  it('is allowed where every reading is: a slash within a part', () => {
    expect(judge('GET', '/V1/carts/24%2FMB01')).toBe('allowed')
  })

  it('is allowed where what is encoded is text', () => {
    expect(judge('GET', '/V1/products/50%25%20off%3F%20%C3%BC')).toBe('allowed')
  })

  it.each([
    ['a slash within a part, for which the pattern has no room', '/V1/products/24%2FMB01'],
    ['a slash that is encoded twice', '/V1/products/24%252FMB01'],
    ['a path that ends at an encoded question mark', '/V1/orders%3F/media'],
    ['a path that ends at an encoded hash', '/V1/orders%23/media'],
  ])('is refused where one reading is: %s', (_, path) => {
    expect(judge('GET', path)).toBe('not_allowed')
  })

  it.each([
    ['encoded slashes around dots', '/V1/carts/..%2f..%2fcustomers'],
    ['dots that are encoded twice', '/V1/carts/%252e%252e/customers'],
    ['dots that are encoded three times', '/V1/carts/%25252e%25252e/customers'],
    ['dots beside text that cannot be decoded', '/V1/carts/100%25/%252e%252e/customers'],
    ['dots before an encoded question mark', '/V1/carts/..%3Fx/customers'],
    ['an encoded backslash', '/V1/carts/..%5ccustomers'],
    ['dots with a parameter, which some servers read as dots', '/V1/carts/..;/customers'],
    ['an empty part', '/V1/carts//customers'],
    ['an empty part with a parameter', '/V1/carts/;x=1/customers'],
    ['an encoded slash beside a slash', '/V1/carts/%2Fcustomers'],
    ['an encoded line break', '/V1/carts/a%0d%0ab'],
    ['an encoded zero', '/V1/carts/a%00'],
    ['dots in too many bytes', '/V1/carts/%c0%ae%c0%ae/customers'],
    ['a percent sign that encodes nothing', '/V1/carts/100%'],
    ['encoding without end', '/V1/carts/%252525252525252e'],
  ])('is unclear: %s', (_, path) => {
    expect(judge('GET', path)).toBe('unclear_path')
  })
})

describe('a pattern', () => {
  it.each([
    '/V1/products',
    'get /V1/products',
    'GET V1/products',
    'GET  /V1/products',
    'GET /V1/**/items',
    'GET /V1/pro*',
    'GET /V1//products',
    'GET /V1/../products',
    'GET /V1/a%20b',
    'GET /V1/ü',
    'GET /V1/products?fields=sku',
  ])('is refused when it is invalid: %s', (pattern) => {
    expect(() => createAllowList([pattern])).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        option: 'allow',
        message: `allow has ${JSON.stringify(pattern)}, which is not a method and a path: give patterns such as "GET /V1/products/*" or "GET,POST /V1/carts/**", with * for one part of a path and ** at the end for any number.`,
      }),
    )
  })

  it('is needed', () => {
    expect(() => createAllowList([])).toThrow(/^allow is empty, so that nothing would pass: /)
  })
})
