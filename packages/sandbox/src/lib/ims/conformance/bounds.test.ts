import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandbox = await createSandbox()
const { ims } = sandbox.origins

/** Every endpoint that reads a body. */
const posts = [
  '/ims/token/v1',
  '/ims/token/v2',
  '/ims/token/v3',
  '/ims/token/v4',
  '/ims/validate_token/v1',
  '/ims/revoke',
  '/ims/invalidate_token/v2',
  '/ims/logout/v1',
  '/ims/check/v6/token',
  '/ims/authorize/v2/sign-in',
  '/ims/authorize/v2/consent',
] as const

describe.each(posts)('POST %s', (path) => {
  it.each([
    ['a body of a mebibyte', { body: new URLSearchParams({ state: 'x'.repeat(1_048_576) }) }],
    ['JSON', { body: '{"a":1}', headers: { 'content-type': 'application/json' } }],
    ['no content type', { body: new Uint8Array([0, 1, 2]) }],
    [
      'multipart without a boundary',
      { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
    ],
    [
      'ten thousand parameters',
      { body: new URLSearchParams(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, 'x'])) },
    ],
  ])('refuses %s without failing', async (_, init) => {
    const response = await sandbox.fetch(ims + path, { method: 'POST', ...init })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  })

  it('reads broken escapes without failing', async () => {
    const response = await sandbox.fetch(ims + path, {
      method: 'POST',
      body: 'client_id=%ff%fe&code=%',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(response.status).toBeLessThan(500)
  })
})

describe('GET /ims/authorize/v2', () => {
  it.each(['state', 'nonce', 'scope', 'client_id', 'redirect_uri', 'prompt', 'locale'])(
    'answers a %s of a hundred thousand characters without failing',
    async (name) => {
      const client = createConformanceClient(sandbox)
      const response = await sandbox.fetch(
        client.authorizationUrl({ [name]: 'x'.repeat(100_000), prompt: 'none' }),
      )
      expect(response.status).toBeLessThan(500)
      expect((response.headers.get('location') ?? '').length).toBeLessThan(10_000)
    },
  )

  it('reads a redirect URI of a hundred thousand characters in linear time', async () => {
    const client = createConformanceClient(sandbox)
    const hostile = `https://localhost:3002/auth/${'a/'.repeat(50_000)}!`
    const response = await sandbox.fetch(
      client.authorizationUrl({ redirect_uri: hostile, prompt: 'none' }),
    )
    expect(response.status).toBeLessThan(500)
  })
})

describe('headers', () => {
  it.each(['authorization', 'cookie', 'origin', 'client_id', 'x-ims-clientid'])(
    'a %s of sixty thousand characters does no harm',
    async (name) => {
      const response = await sandbox.fetch(`${ims}/ims/token/v3`, {
        method: 'POST',
        headers: { [name]: 'x'.repeat(60_000) },
        body: new URLSearchParams({ grant_type: 'authorization_code' }),
      })
      expect(response.status).toBeLessThan(500)
      expect(JSON.stringify([...response.headers]).length).toBeLessThan(5_000)
    },
  )
})

describe('every answer', () => {
  it.each([
    'GET /ims/keys',
    'GET /ims/.well-known/openid-configuration',
    'GET /ims/authorize/v2',
    'GET /ims/userinfo/v2',
    'GET /ims/nowhere',
    'DELETE /ims/token/v3',
    'POST /ims/token/v3',
    'POST /ims/revoke',
    'OPTIONS /ims/token/v3',
  ])('of %s has an x-debug-id', async (endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ')
    const response = await sandbox.fetch(ims + path, { method })
    expect(response.headers.get('x-debug-id')).toBeTruthy()
  })
})
