import { appendixB, createConformanceClient } from '@mudbrick/testing/conformance-client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandboxes = {
  tutorial: await createSandbox(),
  strict: await createSandbox({ behavior: 'strict' }),
}
const seed = 20_261_121

/** What has been used elsewhere to lead a browser astray. */
const bypasses = [
  ['userinfo', 'https://localhost:3002@evil.test/auth/callback'],
  ['userinfo with a password', 'https://localhost:3002:x@evil.test/auth/callback'],
  ['userinfo before the right host', 'https://evil.test@localhost:3002/auth/callback'],
  ['a backslash', 'https://localhost:3002\\@evil.test/auth/callback'],
  ['a backslash for a slash', 'https:\\\\localhost:3002\\auth\\callback'],
  ['an encoded dot', 'https://evil%2etest/auth/callback'],
  ['an encoded slash', 'https://localhost:3002%2fauth/callback'],
  ['an encoded at sign', 'https://localhost:3002%40evil.test/auth/callback'],
  ['a unicode full stop', 'https://localhost。evil.test:3002/auth/callback'],
  ['full-width letters', 'https://ｌｏｃａｌｈｏｓｔ:3002/auth/callback'],
  ['a host in capitals', 'https://LOCALHOST:3002/auth/callback'],
  ['another port', 'https://localhost:30020/auth/callback'],
  ['no port', 'https://localhost/auth/callback'],
  ['a longer host', 'https://localhost.evil.test:3002/auth/callback'],
  ['traversal', 'https://localhost:3002/auth/callback/../../admin'],
  ['encoded traversal', 'https://localhost:3002/auth/%2e%2e/admin'],
  ['a path that goes on', 'https://localhost:3002/auth/callback/more'],
  ['a query of its own', 'https://localhost:3002/auth/callback?next=https://evil.test'],
  ['no scheme', '//localhost:3002/auth/callback'],
  ['a path alone', '/auth/callback'],
  ['a script', 'javascript:alert(1)//https://localhost:3002/auth/callback'],
  ['data', 'data:text/html,https://localhost:3002/auth/callback'],
  ['plain http', 'http://localhost:3002/auth/callback'],
  ['a line feed', 'https://localhost:3002/auth/callback\nlocation: https://evil.test'],
  ['a null', 'https://localhost:3002/auth/callback\0.evil.test'],
  ['a tab', 'ht\ttps://evil.test/'],
  ['a space before it', ' https://localhost:3002/auth/callback'],
  ['itself encoded twice', 'https%3A%2F%2Flocalhost%3A3002%2Fauth%2Fcallback'],
  ['two of them', 'https://localhost:3002/auth/callback,https://evil.test/'],
] as const

const callback = 'https://localhost:3002/auth/callback'

/** Where a Location leads, so that it can be compared with what is registered. */
function targetOf(response: Response): string | undefined {
  return response.headers.get('location')?.replace(/[?#].*$/s, '')
}

function authorizeUrl(preset: keyof typeof sandboxes, redirectUri: string): URL {
  const client = createConformanceClient(sandboxes[preset])
  return client.authorizationUrl({ redirect_uri: redirectUri, prompt: 'none' })
}

describe('GET /ims/authorize/v2 with a redirect URI that has', () => {
  it.each(bypasses)('%s: tutorial leads to the default', async (_, redirectUri) => {
    const response = await sandboxes.tutorial.fetch(authorizeUrl('tutorial', redirectUri))
    expect(targetOf(response)).toBe(callback)
  })

  it.each(bypasses)('%s: strict leads nowhere', async (_, redirectUri) => {
    const response = await sandboxes.strict.fetch(authorizeUrl('strict', redirectUri))
    expect(response.status).toBe(400)
    expect(response.headers.has('location')).toBe(false)
  })
})

describe('GET /ims/authorize/v1 with a redirect URI that has', () => {
  it.each(bypasses)('%s leads to the default', async (_, redirectUri) => {
    const url = authorizeUrl('tutorial', redirectUri)
    url.pathname = '/ims/authorize/v1'
    expect(targetOf(await sandboxes.tutorial.fetch(url))).toBe(callback)
  })
})

describe('GET /ims/logout/v1 with a redirect URI that has', () => {
  it.each(bypasses)('%s leads to no other site', async (_, redirectUri) => {
    const url = new URL('/ims/logout/v1', sandboxes.tutorial.origins.ims)
    url.searchParams.set('client_id', 'commerce-admin')
    url.searchParams.set('redirect_uri', redirectUri)
    const location = (await sandboxes.tutorial.fetch(url)).headers.get('location') ?? callback
    const { origin, username } = new URL(location)
    expect({ origin, username }).toEqual({ origin: 'https://localhost:3002', username: '' })
  })

  it('nowhere leads to any address without a client', async () => {
    const url = new URL('/ims/logout/v1', sandboxes.tutorial.origins.ims)
    url.searchParams.set('redirect_uri', 'https://evil.test/')
    expect(targetOf(await sandboxes.tutorial.fetch(url))).toBeUndefined()
  })
})

describe('a redirect URI sent twice', () => {
  it.each([
    ['good first', [callback, 'https://evil.test/']],
    ['bad first', ['https://evil.test/', callback]],
  ])('%s: leads to no other site', async (_, redirectUris) => {
    const url = createConformanceClient(sandboxes.tutorial).authorizationUrl()
    url.searchParams.delete('redirect_uri')
    for (const redirectUri of redirectUris) url.searchParams.append('redirect_uri', redirectUri)
    const target = targetOf(await sandboxes.tutorial.fetch(url))
    expect([undefined, callback]).toContain(target)
  })

  it('at logout leads to no other site', async () => {
    const url = new URL('/ims/logout/v1', sandboxes.tutorial.origins.ims)
    url.searchParams.append('client_id', 'commerce-admin')
    url.searchParams.append('redirect_uri', callback)
    url.searchParams.append('redirect_uri', 'https://evil.test/')
    expect([undefined, callback]).toContain(targetOf(await sandboxes.tutorial.fetch(url)))
  })
})

describe('a fragment in the redirect URI', () => {
  it('is kept, and the answer comes at its very end, where Adobe’s browser library reads it', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const { url } = await client.authorize({ redirect_uri: `${callback}#code=forged&state=forged` })
    expect(url.origin + url.pathname + url.search).toBe(callback)
    expect(url.hash).toMatch(/^#code=forged&state=forged\?code=[\w.-]+&state=state-123$/)
  })
})

describe('properties', () => {
  const redirectUriPiece = fc.constantFrom(
    'https:',
    '//',
    '/',
    '\\',
    '@',
    '.',
    ':',
    'localhost',
    ':3002',
    '/auth/callback',
    'evil.test',
    '#',
    '?',
    '%2f',
    '%2e',
    '%40',
    '%00',
    '..',
    ' ',
    '\t',
    '\n',
    '。',
    'ａ',
    ';',
  )
  const redirectUris = fc.oneof(
    fc.array(redirectUriPiece, { maxLength: 10 }).map((pieces) => pieces.join('')),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )

  it.each(['tutorial', 'strict'] as const)(
    '%s: no redirect URI leads to a site that is not registered',
    async (preset) => {
      await fc.assert(
        fc.asyncProperty(redirectUris, async (redirectUri) => {
          const response = await sandboxes[preset].fetch(authorizeUrl(preset, redirectUri))
          const target = targetOf(response)
          return response.status < 500 && (target === undefined || target === callback)
        }),
        { seed, numRuns: 500 },
      )
    },
  )

  it('no redirect URI leads to a site that is not registered at logout', async () => {
    await fc.assert(
      fc.asyncProperty(redirectUris, async (redirectUri) => {
        const url = new URL('/ims/logout/v1', sandboxes.tutorial.origins.ims)
        url.searchParams.set('client_id', 'commerce-admin')
        url.searchParams.set('redirect_uri', redirectUri)
        const response = await sandboxes.tutorial.fetch(url)
        const { origin } = new URL(response.headers.get('location') ?? callback)
        return response.status < 500 && origin === 'https://localhost:3002'
      }),
      { seed, numRuns: 500 },
    )
  })

  const names = fc.constantFrom(
    'client_id',
    'redirect_uri',
    'scope',
    'response_type',
    'response_mode',
    'state',
    'nonce',
    'prompt',
    'code_challenge',
    'code_challenge_method',
    'locale',
    'grant_type',
    'code',
    'code_verifier',
    'refresh_token',
    'client_secret',
    'token',
    'type',
    'token_type',
    'cascading',
    'callback',
    'access_token',
    '__proto__',
    'constructor',
    'toString',
    '',
  )
  const values = fc.oneof(
    fc.constantFrom(
      'commerce-admin',
      'wknd-spa',
      'wknd-service',
      'commerce-admin-secret',
      callback,
      'openid',
      'openid,AdobeID',
      'code',
      'token',
      'id_token token',
      'none',
      'login',
      'S256',
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'access_token',
      'all',
      '',
      '__proto__',
      'constructor',
      appendixB.codeChallenge,
      appendixB.codeVerifier,
    ),
    fc.string({ unit: 'binary', maxLength: 80 }),
  )
  const parameters = fc.array(fc.tuple(names, values), { maxLength: 12 })
  const endpoints = fc.constantFrom(
    'GET /ims/authorize/v1',
    'GET /ims/authorize/v2',
    'POST /ims/token/v1',
    'POST /ims/token/v2',
    'POST /ims/token/v3',
    'POST /ims/token/v4',
    'GET /ims/userinfo/v2',
    'GET /ims/profile/v1',
    'POST /ims/validate_token/v1',
    'POST /ims/revoke',
    'POST /ims/invalidate_token/v2',
    'GET /ims/logout/v1',
    'POST /ims/logout/v1',
    'GET /ims/logout/v1/token',
    'POST /ims/check/v6/token',
    'POST /ims/exchange/jwt',
    'GET /ims/organizations/v6',
    'POST /ims/authorize/v2/sign-in',
    'POST /ims/authorize/v2/consent',
  )
  const registered = [
    callback,
    'https://localhost:3001/callback',
    'https://127.0.0.1:8000/redirect.html',
  ]

  it('no parameters at any endpoint give a 500, or a redirect to a site that is not registered', async () => {
    const sandbox = sandboxes.tutorial
    await fc.assert(
      fc.asyncProperty(endpoints, parameters, async (endpoint, entries) => {
        const [method = '', path = ''] = endpoint.split(' ')
        const url = new URL(path, sandbox.origins.ims)
        const search = new URLSearchParams(entries)
        if (method === 'GET') url.search = search.toString()
        const response = await sandbox.fetch(url, {
          method,
          ...(method === 'POST' ? { body: search } : {}),
        })
        const target = targetOf(response)
        return (
          response.status < 500 &&
          (target === undefined ||
            registered.includes(target) ||
            target.startsWith(sandbox.origins.ims))
        )
      }),
      { seed, numRuns: 1500 },
    )
  })

  it('no scope gives a 500, and none is granted that the credential does not own', async () => {
    const scope = fc
      .array(fc.oneof(fc.constantFrom('openid', 'AdobeID', ',', ' ', '\t', '+'), fc.string()))
      .map((pieces) => pieces.join(','))
    await fc.assert(
      fc.asyncProperty(scope, async (text) => {
        const client = createConformanceClient(sandboxes.tutorial)
        const url = client.authorizationUrl({ scope: text, prompt: 'none' })
        const response = await sandboxes.tutorial.fetch(url)
        const error = new URL(response.headers.get('location') ?? 'x:').searchParams.get('error')
        const owned = text
          .split(/[\s,]+/)
          .filter(Boolean)
          .every((name) => ['openid', 'AdobeID'].includes(name))
        return response.status === 302 && (owned || error === 'invalid_scope')
      }),
      { seed, numRuns: 500 },
    )
  })
})
