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
    ['this origin, which is no path', 'https://app.example/orders'],
    ['an address without a scheme', '//evil.example'],
    ['a backslash, which browsers read as a slash', '/\\evil.example'],
    ['two backslashes', '\\\\evil.example'],
    ['a tab, which browsers leave out', '/\t/evil.example'],
    ['a line break, which browsers leave out', '/\n/evil.example'],
    ['dots that lead to two slashes', '/..//evil.example'],
    ['dots and a backslash', '/.\\/evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a name before an at sign', '@evil.example'],
    ['a relative path', 'orders'],
    ['what begins a sign-in again', '/auth/sign-in?returnTo=/'],
    ['the redirect URI', '/auth/callback'],
    ['what would not fit into a cookie', `/${'a'.repeat(1_000)}`],
  ])('has %s lead to the start', (_, returnTo) => {
    expect(parseReturnTo(returnTo, address)).toBe('/')
  })
})
