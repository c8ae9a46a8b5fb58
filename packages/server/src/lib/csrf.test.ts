import { describe, expect, it } from 'vitest'

import { hasCsrfHeader, isFromOtherOrigin } from './csrf.ts'

const origin = 'https://localhost:3002'

describe('hasCsrfHeader()', () => {
  it.each([
    ['the field', { 'X-Requested-With': 'mudbrick' }, true],
    ['nothing', {}, false],
    ['what other libraries send', { 'x-requested-with': 'XMLHttpRequest' }, false],
  ])('judges %s', (_, headers, expected) => {
    expect(hasCsrfHeader(new Request(origin, { headers }))).toBe(expected)
  })
})

describe('isFromOtherOrigin()', () => {
  it.each([
    ['says nothing', {}, false],
    ['names our origin', { origin, 'sec-fetch-site': 'same-origin' }, false],
    ['names another origin', { origin: 'https://evil.example' }, true],
    ['names no origin it would own up to', { origin: 'null' }, true],
    ['names another port of ours', { origin: 'https://localhost:3001' }, true],
    [
      'came by a development server',
      { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' },
      false,
    ],
    [
      'comes from another site, whatever its origin',
      { origin, 'sec-fetch-site': 'cross-site' },
      true,
    ],
    ['comes from another site', { 'sec-fetch-site': 'cross-site' }, true],
    ['comes from a neighbour', { 'sec-fetch-site': 'same-site' }, true],
  ])('judges a request that %s', (_, headers, expected) => {
    expect(isFromOtherOrigin(new Request(origin, { headers }), origin)).toBe(expected)
  })
})
