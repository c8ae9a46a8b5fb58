import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readBearerToken } from './authorization.ts'
import { isConstantTimeEqual } from '../node/sha256.ts'
import { createCookie, readCookie } from './cookies.ts'
import { html } from './html.ts'
import { readQueryAndForm } from './parameters.ts'

describe('isConstantTimeEqual()', () => {
  it('agrees with ===', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 })
    const isSame = fc.property(text, text, (a, b) => isConstantTimeEqual(a, b) === (a === b))
    fc.assert(isSame, { seed: 20261121, numRuns: 2000 })
    expect(isConstantTimeEqual('', '')).toBe(true)
    expect(isConstantTimeEqual('aaaa', 'aa')).toBe(false)
    expect(isConstantTimeEqual('', 'a')).toBe(false)
    expect(isConstantTimeEqual('a', '')).toBe(false)
  })
})

describe('cookies', () => {
  const rule = { name: 'ims-session', sameSite: 'none' } as const

  it('carry the port in their name, because browsers send them to every port', () => {
    expect(createCookie(rule, 'https://127.0.0.1:8443', 'v')).toBe(
      '__Host-ims-session-8443=v; Path=/; HttpOnly; Secure; SameSite=None',
    )
  })

  it('are kept for the own site over http, where SameSite=None is refused', () => {
    expect(createCookie(rule, 'http://127.0.0.1:8443', 'v')).toBe(
      'ims-session-8443=v; Path=/; HttpOnly; SameSite=Lax',
    )
  })

  it('are read by the same name', () => {
    const headers = { cookie: 'other=1; __Host-ims-session-8443=v' }
    const request = new Request('https://127.0.0.1:8443', { headers })
    expect(readCookie(request, rule, 'https://127.0.0.1:8443')).toBe('v')
    expect(readCookie(request, rule, 'https://127.0.0.1:9443')).toBeUndefined()
  })

  it('without a value are deleted', () => {
    expect(createCookie(rule, 'https://a.test', undefined)).toContain('Max-Age=0')
  })
})

describe('html``', () => {
  it('escapes values and keeps templates', () => {
    const inner = html`<b>${'<&">\''}</b>`
    expect(html`<p title="${'"'}">${inner}${[inner]}${undefined}</p>`.html).toBe(
      '<p title="&quot;"><b>&lt;&amp;&quot;&gt;&#39;</b><b>&lt;&amp;&quot;&gt;&#39;</b></p>',
    )
  })
})

describe('readQueryAndForm()', () => {
  it('says which parameter came twice, in query or body', async () => {
    const request = new Request('https://a.test/?code=1', {
      method: 'POST',
      body: new URLSearchParams({ code: '2' }),
    })
    expect((await readQueryAndForm(request))?.repeated).toBe('code')
  })

  it('treats an empty value as omitted (RFC 6749 §3.1)', async () => {
    const request = new Request('https://a.test/?code=', { method: 'POST' })
    expect((await readQueryAndForm(request))?.get('code')).toBeUndefined()
  })

  it('survives any body', async () => {
    const types = fc.constantFrom(
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=b',
      'text/plain',
      '',
    )
    const property = fc.asyncProperty(fc.string({ unit: 'binary' }), types, async (body, type) => {
      const request = new Request('https://a.test/', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      })
      const parameters = await readQueryAndForm(request)
      return parameters === undefined || typeof parameters.get('code') !== 'object'
    })
    await fc.assert(property, { seed: 20261121, numRuns: 300 })
  })
})

describe('readBearerToken()', () => {
  it.each([
    ['Bearer fake-access-token', 'fake-access-token'],
    ['bearer  a.b.c', 'a.b.c'],
    ['Basic YTpi', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
  ])('reads %j as %j', (authorization, token) => {
    expect(readBearerToken(new Request('https://a.test', { headers: { authorization } }))).toBe(
      token,
    )
  })
})
