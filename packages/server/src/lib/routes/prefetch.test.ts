import { describe, expect, it } from 'vitest'
import { isPrefetch } from './prefetch.ts'

describe('isPrefetch()', () => {
  it.each([
    ['Chrome', { 'sec-purpose': 'prefetch' }],
    ['Chrome, by a proxy', { 'sec-purpose': 'prefetch;anonymous-client-ip' }],
    ['Chrome, which also renders', { 'sec-purpose': 'prefetch;prerender' }],
    ['older Chrome', { purpose: 'prefetch' }],
    ['Firefox', { 'x-moz': 'prefetch' }],
    ['Safari', { 'x-purpose': 'preview' }],
    ['Next.js', { 'next-router-prefetch': '1' }],
    ['Next.js, at run time', { 'next-router-prefetch': '2' }],
    ['Turbo', { 'x-sec-purpose': 'prefetch' }],
  ])('recognises that of %s', (_, headers) => {
    expect(isPrefetch(createRequest(headers))).toBe(true)
  })

  it.each([
    ['a navigation', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
    ['a navigation of Next.js', { rsc: '1' }],
    ['another purpose', { purpose: 'prefetched' }],
    ['nothing', {}],
  ])('does not take %s for one', (_, headers) => {
    expect(isPrefetch(createRequest(headers))).toBe(false)
  })
})

function createRequest(headers: Record<string, string>): Request {
  return new Request('https://app.example/auth/sign-in', { headers })
}
