import { describe, expect, it } from 'vitest'

import { createControlCookie, guardControl, readControlBody } from './guard.ts'

const origin = 'https://localhost:8440'
const keys = { token: 'fake-control-token', sessionSecret: 'fake-session-secret' }
const bearer = { authorization: 'Bearer fake-control-token' }

function statusOf(
  headers: Record<string, string>,
  path = '/control/users',
  method = 'GET',
): number {
  const request = new Request(origin + path, { method, headers })
  return guardControl(request, origin, keys)?.status ?? 200
}

describe('guardControl()', () => {
  it('lets in a caller that has the token', () => {
    expect(statusOf(bearer)).toBe(200)
  })

  it('refuses a request without the token', () => {
    expect(statusOf({})).toBe(401)
  })

  it('refuses a wrong token, even beside a right cookie', () => {
    const cookie = '__Secure-mudbrick-control-8440=fake-session-secret'
    expect(statusOf({ authorization: 'Bearer fake-control-toker', cookie })).toBe(401)
  })

  it('refuses another scheme than Bearer', () => {
    expect(statusOf({ authorization: `Basic ${btoa('a:fake-control-token')}` })).toBe(401)
  })

  it('refuses a page of another origin, token or not', () => {
    expect(statusOf({ ...bearer, origin: 'https://localhost:3001' })).toBe(403)
  })

  it('refuses the origin null of a sandboxed frame', () => {
    expect(statusOf({ ...bearer, origin: 'null' })).toBe(403)
  })

  it('lets in its own origin', () => {
    expect(statusOf({ ...bearer, origin, 'sec-fetch-site': 'same-origin' })).toBe(200)
  })

  it.each(['cross-site', 'same-site', 'none'])('refuses Sec-Fetch-Site: %s', (site) => {
    expect(statusOf({ ...bearer, 'sec-fetch-site': site })).toBe(403)
  })

  it('opens its description to a plain navigation without a token', () => {
    expect(statusOf({ 'sec-fetch-site': 'none' }, '/control')).toBe(200)
  })

  it('keeps its description from pages of other sites', () => {
    expect(statusOf({ 'sec-fetch-site': 'cross-site' }, '/control/openapi.json')).toBe(403)
  })

  it('lets in the cookie of a session', () => {
    expect(statusOf({ cookie: '__Secure-mudbrick-control-8440=fake-session-secret' })).toBe(200)
  })

  it('refuses the cookie of another port', () => {
    expect(statusOf({ cookie: '__Secure-mudbrick-control-9440=fake-session-secret' })).toBe(401)
  })

  it('gives no session for the cookie of a session', () => {
    const cookie = '__Secure-mudbrick-control-8440=fake-session-secret'
    expect(statusOf({ cookie }, '/control/session', 'POST')).toBe(401)
  })

  it.each([
    ['nothing', {}, 'session_missing'],
    [
      'a cookie of an earlier run',
      { cookie: '__Secure-mudbrick-control-8440=stale' },
      'session_stale',
    ],
    ['a token of an earlier run', { authorization: 'Bearer stale' }, 'session_stale'],
    ['a foreign origin', { ...bearer, origin: 'https://localhost:3001' }, 'foreign_page'],
    ['a foreign site', { ...bearer, 'sec-fetch-site': 'same-site' }, 'foreign_page'],
  ])('names the refusal of %s, for a page to read', async (_, headers, code) => {
    const request = new Request(`${origin}/control/users`, { headers })
    expect(await guardControl(request, origin, keys)?.json()).toMatchObject({ code })
  })

  it('says what to do, and not what was sent', async () => {
    const request = new Request(`${origin}/control/users`, {
      headers: { authorization: 'Bearer fake-wrong-token' },
    })
    const text = await guardControl(request, origin, keys)?.text()
    expect(text).toContain('the token that the sandbox printed when it started')
    expect(text).not.toContain('fake-wrong-token')
    expect(text).not.toContain('fake-control-token')
  })
})

describe('createControlCookie()', () => {
  it('cannot be read by scripts, other sites and other paths', () => {
    expect(createControlCookie(origin, keys)).toBe(
      '__Secure-mudbrick-control-8440=fake-session-secret; Path=/control; HttpOnly; Secure; SameSite=Strict',
    )
  })

  it('goes without the prefix over plain HTTP, where a browser would refuse it', () => {
    expect(createControlCookie('http://localhost:8440', keys)).toBe(
      'mudbrick-control-8440=fake-session-secret; Path=/control; HttpOnly; SameSite=Strict',
    )
  })
})

describe('readControlBody()', () => {
  const post = (body: string, type: string): Request =>
    new Request(`${origin}/control/users`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })

  it('reads JSON', async () => {
    expect(await readControlBody(post('{"a":1}', 'application/json; charset=utf-8'))).toEqual({
      json: { a: 1 },
    })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'refuses %s, which a form of any page could send',
    async (type) => {
      expect(await readControlBody(post('{"a":1}', type))).toHaveProperty('status', 415)
    },
  )

  it('refuses a body that names no type', async () => {
    const request = post('{}', 'application/json')
    request.headers.delete('content-type')
    expect(await readControlBody(request)).toHaveProperty('status', 415)
  })

  it('refuses a body without end', async () => {
    const refusal = await readControlBody(post('"123456789"', 'application/json'), 10)
    expect(refusal).toHaveProperty('status', 413)
  })

  it('refuses broken JSON', async () => {
    expect(await readControlBody(post('{"a":', 'application/json'))).toHaveProperty('status', 400)
  })
})
