import { ConfigurationError } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { parseReturnTo } from './return-paths.ts'

const origin = 'https://localhost:3001'

describe('parseReturnTo()', () => {
  it('takes a path with query and fragment', () => {
    expect(parseReturnTo('/models?page=2#top', origin)).toBe('/models?page=2#top')
  })

  it('gives a path in its normal form', () => {
    expect(parseReturnTo('/a/../b', origin)).toBe('/b')
  })

  it('takes a path whose query contains an address', () => {
    expect(parseReturnTo('/models?next=//evil.example', origin)).toBe('/models?next=//evil.example')
  })

  it.each([
    ['another origin', 'https://evil.example/'],
    ['this origin, spelled out', 'https://localhost:3001/models'],
    ['an origin without a scheme', '//evil.example'],
    ['backslashes, which browsers read as slashes', '\\\\evil.example'],
    ['a slash and a backslash', '/\\evil.example'],
    ['slashes apart by a tab, which browsers drop', '/\t/evil.example'],
    ['a path that turns into an origin in its normal form', '/..//evil.example'],
    ['a path that turns into an origin, by an encoded dot', '/%2e//evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a relative path', 'models'],
    ['nothing', ''],
    ['an address that cannot be parsed', '//'],
  ])('refuses %s', (_what, returnTo) => {
    expect(() => parseReturnTo(returnTo, origin)).toThrow(ConfigurationError)
  })

  it('says which option to correct, and how, without repeating what was given', () => {
    expect(() => parseReturnTo('https://evil.example/?token=fake-token', origin)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        option: 'returnTo',
        message:
          'returnTo is not a path within this origin: start it with a single slash, such as /models?page=2.',
      }),
    )
  })
})
