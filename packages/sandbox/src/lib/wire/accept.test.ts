import { describe, expect, it } from 'vitest'

import { accepts } from './accept.ts'

describe('RFC 9110 §12.5.1 Accept', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['*/*', true],
    ['application/*', true],
    ['application/json', true],
    ['Application/JSON;charset=utf-8', true],
    ['text/html, application/json;q=0.1', true],
    ['text/html,application/xhtml+xml,*/*;q=0.8', true],
    ['text/html', false],
    ['application/json;q=0', false],
    ['application/json;q=0, */*', false],
    ['*/*, application/*;q=0', false],
    ['application/json;q=x', false],
    [';;,,', false],
  ])('%j takes JSON: %s', (accept, isTaken) => {
    const headers = accept === undefined ? {} : { accept }
    const request = new Request('https://aem.test/', { headers })
    expect(accepts(request, 'application/json')).toBe(isTaken)
  })
})
