import { describe, expect, it } from 'vitest'
import { parseAppAddress } from '../app-address.ts'
import { parseReturnTo } from './return-to.ts'

const address = parseAppAddress('https://app.example/auth/callback')

describe('parseReturnTo()', () => {
  it.each([
    '/',
    '/orders',
    '/orders?page=2&q=%2F%2Fevil.example#top',
    '/authors',
    '/auth/settings',
  ])('keeps %s', (path) => {
    expect(parseReturnTo(path, address)).toBe(path)
  })

  it('brings a path into its normal form', () => {
    expect(parseReturnTo('/orders/../products', address)).toBe('/products')
  })

  it.each([
    ['nothing', null],
    ['an empty text', ''],
    ['another origin', 'https://evil.example/'],
    ['this origin, which is not a path', 'https://app.example/orders'],
    ['an address without a scheme', '//evil.example'],
    ['three slashes', '///evil.example'],
    ['a backslash, which browsers read as a slash', '/\\evil.example'],
    ['two backslashes', '\\\\evil.example'],
    ['a backslash before the slash', '\\/evil.example'],
    ['slashes around a backslash', '/\\/evil.example'],
    ['a tab, which browsers leave out', '/\t/evil.example'],
    ['a line break, which browsers leave out', '/\n/evil.example'],
    ['a carriage return before it', '/\r\n/evil.example'],
    ['dots that lead to two slashes', '/..//evil.example'],
    ['a dot that leads to two slashes', '/.//evil.example'],
    ['encoded dots that lead to two slashes', '/%2e%2e//evil.example'],
    ['dots and a backslash', '/.\\/evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a script after a control character', '\u0001javascript:alert(1)'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['a scheme without slashes', 'https:evil.example'],
    ['a name before an at sign', '@evil.example'],
    ['a user and a host', '//app.example@evil.example'],
    ['a space before two slashes', ' //evil.example'],
    ['a relative path', 'orders'],
    ['what begins a sign-in again', '/auth/sign-in?returnTo=/'],
    ['the redirect URI', '/auth/callback'],
    ['the redirect URI behind dots', '/orders/../auth/callback?code=a'],
    ['a path that does not fit into a cookie', `/${'a'.repeat(1_000)}`],
  ])('has %s lead to the start page', (_, returnTo) => {
    expect(parseReturnTo(returnTo, address)).toBe('/')
  })

  it.each([
    ['encoded slashes', '/%2f%2fevil.example'],
    ['an encoded backslash', '/%5cevil.example'],
    ['an encoded line break', '/orders%0d%0aSet-Cookie:%20a=b'],
    ['a line break', '/orders\r\nSet-Cookie: a=b'],
    ['a null', '/orders\0'],
    ['full-width slashes', '/／／evil.example'],
    ['full-width dots', '/．．／evil.example'],
    ['an ideographic full stop', '/evil。example'],
    ['a line separator', '/\u2028/evil.example'],
    ['a user in the path', '/user:password@evil.example'],
    ['a semicolon', '/;//evil.example'],
  ])('keeps %s a path of this origin', (_, returnTo) => {
    const path = parseReturnTo(returnTo, address)
    expect(path).toMatch(/^\/(?!\/)[\w%.~!$&'()*+,;=:@/-]*$/)
    expect(new URL(address.origin + path).origin).toBe(address.origin)
    expect(new URL(path, address.origin).origin).toBe(address.origin)
  })

  it.each([
    ['its fragment', `/orders?q=1#${'a'.repeat(700)}`, '/orders?q=1'],
    ['its query', `/orders?q=${'a'.repeat(700)}`, '/orders'],
    ['both', `/orders?q=${'a'.repeat(700)}#${'a'.repeat(700)}`, '/orders'],
    ['a query that is long when encoded', `/orders?q=${'ü'.repeat(120)}`, '/orders'],
  ])('leaves out %s where it is too long', (_, returnTo, expected) => {
    expect(parseReturnTo(returnTo, address)).toBe(expected)
  })
})
