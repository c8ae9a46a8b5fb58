import { createHash } from 'node:crypto'

import { createConformanceClient, type WireTokens } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import {
  codeOf,
  codeVerifier,
  createSandboxUser,
  redirectUri,
} from '@mudbrick/testing/sandbox-user'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const clock = createFakeClock()
const sandbox = await createSandbox({ clock })
const user = createSandboxUser(sandbox)

async function newCode(parameters?: Record<string, string | undefined>): Promise<string> {
  return codeOf(await user.authorize(parameters))
}

describe('POST /ims/token/v3', () => {
  it('answers a code with the documented members', async () => {
    const response = await user.exchange(await newCode())
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-debug-id')).toMatch(/^[0-9a-f]{32}$/)
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      sub: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0',
      id_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 86_399,
    })
  })

  it('gives an access token with IMS’s claims, and none of iss, aud, exp, iat', async () => {
    const response = await user.exchange(await newCode())
    const { access_token: token } = (await response.json()) as { access_token: string }
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      x5u: 'ims_na1-key-at-1.cer',
      kid: 'ims_na1-key-at-1',
      itt: 'at',
    })
    expect(decodeJwt(token)).toEqual({
      id: expect.stringMatching(/^\d{13}_[\da-f-]{36}_ue1$/),
      type: 'access_token',
      client_id: 'wknd-spa',
      user_id: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0',
      aa_id: expect.any(String),
      sid: expect.any(String),
      as: 'ims-na1',
      scope: 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
      created_at: String(clock.now()),
      expires_in: '86400000',
      state: 'state-123',
      ctp: 0,
      fg: 'sandbox',
      moi: 'sandbox',
      pba: 'sandbox',
      oc: 'sandbox',
    })
  })

  it('names the refresh token that it gives beside an access token, and its end', async () => {
    const client = createConformanceClient(sandbox)
    const tokens = await client.obtainTokens()
    const { id } = decodeJwt<{ id: string }>(tokens.refresh_token)
    expect(decodeProtectedHeader(tokens.refresh_token)).toMatchObject({
      kid: 'ims_na1-key-rt-1',
      itt: 'rt',
    })
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      rtid: id,
      rtea: String(clock.now() + 14 * 86_400_000),
    })

    const renewed = (await (await client.refresh(tokens.refresh_token)).json()) as WireTokens
    expect(decodeJwt(renewed.access_token)).toMatchObject({
      rtid: decodeJwt<{ id: string }>(renewed.refresh_token).id,
      state: decodeJwt<{ state: string }>(tokens.access_token).state,
    })
  })

  it('gives no ID token without openid', async () => {
    const response = await user.exchange(await newCode({ scope: 'AdobeID' }))
    expect(await response.json()).not.toHaveProperty('id_token')
  })

  it('takes parameters from the query and from a multipart form', async () => {
    const form = new FormData()
    form.set('grant_type', 'authorization_code')
    form.set('code', await newCode())
    form.set('code_verifier', codeVerifier)
    const response = await sandbox.fetch(
      `${sandbox.origins.ims}/ims/token/v3/?client_id=wknd-spa`,
      { method: 'POST', body: form },
    )
    expect(response.status).toBe(200)
  })

  it.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant'],
    ['a short verifier', { code_verifier: 'short' }, 'invalid_grant'],
    ['another redirect URI', { redirect_uri: 'https://localhost:3001/other' }, 'invalid_grant'],
    ['another client', { client_id: 'express-embed' }, 'invalid_grant'],
    ['an unknown client', { client_id: 'unknown-client' }, 'invalid_client'],
    ['a secret, which a public client has not', { client_secret: 's' }, 'invalid_client'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['no grant type', { grant_type: undefined }, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_, parameters, error) => {
    const response = await user.exchange(await newCode(), parameters)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error })
  })

  it('says which parameter a public client must not send', async () => {
    const response = await user.exchange(await newCode(), { client_secret: 's' })
    expect(await response.json()).toEqual({
      error: 'invalid_client',
      error_description: 'unexpected client_secret parameter',
    })
  })

  it('takes the redirect URI that was resolved as well as the one requested', async () => {
    const requested = 'https://localhost:3000/callback'
    const asResolved = await newCode({ redirect_uri: requested })
    expect((await user.exchange(asResolved, { redirect_uri: redirectUri })).status).toBe(200)
    const asRequested = await newCode({ redirect_uri: requested })
    expect((await user.exchange(asRequested, { redirect_uri: requested })).status).toBe(200)
  })

  it('takes a plain challenge when that is what was sent, as RFC 7636 §4.6 says', async () => {
    const code = await newCode({ code_challenge: codeVerifier, code_challenge_method: undefined })
    expect((await user.exchange(code)).status).toBe(200)
  })

  it('refuses a verifier that is too short, even if it answers its challenge', async () => {
    const challenge = createHash('sha256').update('short').digest('base64url')
    const response = await user.exchange(await newCode({ code_challenge: challenge }), {
      code_verifier: 'short',
    })
    expect(await response.json()).toEqual({ error: 'invalid_grant' })
  })

  it('takes a code once', async () => {
    const code = await newCode()
    await user.exchange(code)
    expect(await (await user.exchange(code)).json()).toEqual({ error: 'invalid_grant' })
  })

  it('takes a code once from a hundred exchanges at the same time', async () => {
    const code = await newCode()
    const responses = await Promise.all(Array.from({ length: 100 }, () => user.exchange(code)))
    expect(responses.filter((response) => response.status === 200)).toHaveLength(1)
  })

  it('keeps a code for its own client when another one tries it first', async () => {
    const code = await newCode()
    await user.exchange(code, { client_id: 'express-embed' })
    expect((await user.exchange(code)).status).toBe(200)
  })

  it('refuses a code after thirty minutes', async () => {
    const code = await newCode()
    clock.advance({ minutes: 30 })
    expect(await (await user.exchange(code)).json()).toEqual({ error: 'invalid_grant' })
  })

  it('answers GET with 405 and what it takes', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })

  it.each([
    ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }],
    ['a broken multipart form', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
    ['more than 64 KiB', { body: new URLSearchParams({ code: 'x'.repeat(70_000) }) }],
  ])('refuses %s', async (_, init) => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      ...init,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'invalid_request' })
  })
})

describe('CORS of POST /ims/token/v3', () => {
  it('lets a page of the credential’s own origin, port included, read the answer', async () => {
    const response = await user.exchange(await newCode(), {}, { origin: 'https://localhost:3001' })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
  })

  it('lets it read a refusal too', async () => {
    const response = await user.exchange('no-code', {}, { origin: 'https://localhost:3001' })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
  })

  it.each(['https://localhost:3000', 'https://localhost:8000', 'https://evil.test'])(
    'keeps the answer from %s',
    async (origin) => {
      const response = await user.exchange(await newCode(), {}, { origin })
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
    },
  )

  it('answers a preflight of any registered origin, since it names no client', async () => {
    const preflight = (origin: string): Promise<Response> =>
      sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const known = await preflight('https://localhost:8000')
    expect(known.headers.get('access-control-allow-origin')).toBe('https://localhost:8000')
    const unknown = await preflight('https://evil.test')
    expect(unknown.headers.has('access-control-allow-origin')).toBe(false)
  })
})
