import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

/**
 * The server modules of the OpenID Foundation's basic plan, by their names. Modules that IMS contradicts by its
 * documentation come last, each with what IMS does in their place.
 *
 * @see https://gitlab.com/openid/conformance-suite
 */
const clock = createFakeClock()
const sandboxes = {
  tutorial: await createSandbox({ clock }),
  strict: await createSandbox({ clock, behavior: 'strict' }),
}

describe.each(['tutorial', 'strict'] as const)('basic plan, %s', (preset) => {
  const sandbox = sandboxes[preset]
  const claimsFor = async (scope: string): Promise<unknown> => {
    const client = createConformanceClient(sandbox, 'wknd-spa', 'ada@wknd.test')
    const { access_token: token } = await client.obtainTokens({ scope })
    return (await client.requestUserinfo(token)).json()
  }

  it('oidcc-server: the ID token is signed by a published key, for this client, now, with the nonce', async () => {
    const client = createConformanceClient(sandbox)
    const { id_token: idToken } = await client.obtainTokens()
    const keys = (await (
      await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    ).json()) as JSONWebKeySet
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
      issuer: sandbox.origins.ims,
      audience: 'commerce-admin',
      algorithms: ['RS256'],
      currentDate: new Date(clock.now()),
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
    })
    expect(payload['nonce']).toBe('nonce-123')
  })

  it('oidcc-server: sub of ID token, token response and userinfo is the same', async () => {
    const client = createConformanceClient(sandbox)
    const tokens = await client.obtainTokens()
    const userinfo = (await (await client.requestUserinfo(tokens.access_token)).json()) as {
      sub: string
    }
    expect([decodeJwt(tokens.id_token).sub, userinfo.sub]).toEqual([tokens.sub, tokens.sub])
  })

  it('oidcc-server-client-secret-post', async () => {
    const client = createConformanceClient(sandbox)
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: await client.obtainCode(),
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        redirect_uri: client.redirectUri,
        client_id: 'commerce-admin',
        client_secret: 'commerce-admin-secret',
      }),
    })
    expect(response.status).toBe(200)
  })

  it('oidcc-userinfo-get', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    const response = await client.requestUserinfo(token)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  })

  it('oidcc-scope-profile', async () => {
    expect(await claimsFor('openid profile')).toEqual({
      sub: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0',
      account_type: 'ent',
      name: 'Ada Auster',
      given_name: 'Ada',
      family_name: 'Auster',
    })
  })

  it('oidcc-scope-email', async () => {
    expect(await claimsFor('openid email')).toEqual({
      sub: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0',
      email: 'ada@wknd.test',
      email_verified: true,
    })
  })

  it('oidcc-scope-address', async () => {
    expect(await claimsFor('openid address')).toEqual({
      sub: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0',
      address: { country: 'CH' },
    })
  })

  it('oidcc-ensure-other-scope-order-succeeds', async () => {
    expect(await claimsFor('email openid')).toMatchObject({ email: 'ada@wknd.test' })
  })

  it('oidcc-display-page', async () => {
    const page = await createConformanceClient(sandbox).authorize({ display: 'page' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-display-popup', async () => {
    const page = await createConformanceClient(sandbox).authorize({ display: 'popup' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-prompt-login: a signed-in user signs in anew', async () => {
    const client = createConformanceClient(sandbox)
    await client.authorize()
    const page = await client.browser.open(client.authorizationUrl({ prompt: 'login' }))
    expect(page.url.origin).toBe(sandbox.origins.ims)
    expect(page.text).toContain('name="password"')
  })

  it('oidcc-prompt-none-not-logged-in', async () => {
    const client = createConformanceClient(sandbox)
    const { url } = await client.browser.open(client.authorizationUrl({ prompt: 'none' }))
    expect(url.searchParams.get('error')).toBe('login_required')
    expect(url.searchParams.get('state')).toBe('state-123')
    expect(url.searchParams.has('code')).toBe(false)
  })

  it('oidcc-prompt-none-logged-in: the same user, and no page', async () => {
    const client = createConformanceClient(sandbox)
    const first = await client.obtainTokens()
    const { url } = await client.browser.open(client.authorizationUrl({ prompt: 'none' }))
    const second = await client.exchange(url.searchParams.get('code') ?? '')
    expect(await second.json()).toMatchObject({ sub: first.sub })
  })

  it('oidcc-max-age-10000: a fresh browser session is enough', async () => {
    const client = createConformanceClient(sandbox)
    await client.authorize()
    const page = await client.browser.open(client.authorizationUrl({ max_age: '10000' }))
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-ensure-request-with-unknown-parameter-succeeds', async () => {
    const page = await createConformanceClient(sandbox).authorize({ extra: 'foobar' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-login-hint', async () => {
    const page = await createConformanceClient(sandbox).authorize({ login_hint: 'cora@wknd.test' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-id-token-hint', async () => {
    const client = createConformanceClient(sandbox)
    const { id_token: hint } = await client.obtainTokens()
    const { url } = await client.browser.open(
      client.authorizationUrl({ prompt: 'none', id_token_hint: hint }),
    )
    expect(url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-ui-locales', async () => {
    const page = await createConformanceClient(sandbox).authorize({ ui_locales: 'se' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-claims-locales', async () => {
    const page = await createConformanceClient(sandbox).authorize({ claims_locales: 'se' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-ensure-request-with-acr-values-succeeds', async () => {
    const page = await createConformanceClient(sandbox).authorize({ acr_values: '1 2' })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
    const client = createConformanceClient(sandbox)
    expect((await client.exchange(await client.obtainCode())).status).toBe(200)
  })

  it('oidcc-codereuse: a second exchange is refused', async () => {
    const client = createConformanceClient(sandbox)
    const code = await client.obtainCode()
    await client.exchange(code)
    const second = await client.exchange(code)
    expect(second.status).toBe(400)
    expect(await second.json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('oidcc-codereuse-30seconds: also half a minute later', async () => {
    const client = createConformanceClient(sandbox)
    const code = await client.obtainCode()
    await client.exchange(code)
    clock.advance({ seconds: 30 })
    expect(await (await client.exchange(code)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('oidcc-refresh-token: new tokens, of the same user', async () => {
    const client = createConformanceClient(sandbox)
    const first = await client.obtainTokens()
    const response = await client.refresh(first.refresh_token)
    expect(response.status).toBe(200)
    const second = (await response.json()) as { access_token: string }
    expect(second.access_token).not.toBe(first.access_token)
    const userinfo = await client.requestUserinfo(second.access_token)
    expect(await userinfo.json()).toMatchObject({ sub: first.sub })
  })

  it('oidcc-refresh-token: of no use to another client', async () => {
    const tokens = await createConformanceClient(sandbox).obtainTokens()
    const other = createConformanceClient(sandbox, 'wknd-spa')
    const response = await other.refresh(tokens.refresh_token)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
  })
})

describe('basic plan, what the presets do differently', () => {
  it('oidcc-codereuse, strict: the tokens of the first exchange are dead', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const code = await client.obtainCode()
    const { access_token: token } = (await (await client.exchange(code)).json()) as {
      access_token: string
    }
    await client.exchange(code)
    expect((await client.requestUserinfo(token)).status).toBe(401)
  })

  it('oidcc-ensure-registered-redirect-uri, strict: a page, and no redirect', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const page = await client.browser.open(
      client.authorizationUrl({ redirect_uri: `${client.redirectUri}?foo=bar` }),
    )
    expect(page.url.origin).toBe(sandboxes.strict.origins.ims)
    expect(page.status).toBe(400)
  })

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow, tutorial', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const { id_token: idToken } = await client.obtainTokens({ nonce: undefined })
    expect(decodeJwt(idToken)).not.toHaveProperty('nonce')
  })

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: strict refuses, which its row missingNonce says', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize({ nonce: undefined })
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })
})

describe('basic plan, modules that do not apply to IMS', () => {
  const sandbox = sandboxes.tutorial
  const readDiscovery = async (): Promise<Record<string, unknown>> => {
    const address = `${sandbox.origins.ims}/ims/.well-known/openid-configuration`
    return (await (await sandbox.fetch(address)).json()) as Record<string, unknown>
  }

  it('oidcc-response-type-missing: Adobe documents response_type as optional, code by default', async () => {
    const page = await createConformanceClient(sandbox).authorize({ response_type: undefined })
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-ensure-registered-redirect-uri, tutorial: Adobe documents the default redirect URI in place of an error', async () => {
    const client = createConformanceClient(sandbox)
    const { url } = await client.authorize({ redirect_uri: 'https://app.test/elsewhere' })
    expect(url.origin + url.pathname).toBe(client.redirectUri)
    expect(url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-scope-phone, oidcc-scope-all: Adobe documents openid, email and profile, and no scope phone', async () => {
    expect((await readDiscovery())['scopes_supported']).toEqual(['openid', 'email', 'profile'])
    const { url } = await createConformanceClient(sandbox).authorize({ scope: 'openid phone' })
    expect(url.searchParams.get('error')).toBe('invalid_scope')
  })

  it('oidcc-userinfo-post-header, oidcc-userinfo-post-body: Adobe documents GET alone', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, {
      method: 'POST',
    })
    expect(response.status).toBe(405)
  })

  it('oidcc-ensure-post-request-succeeds: Adobe documents GET alone for authorize/v2', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/authorize/v2`, {
      method: 'POST',
      body: createConformanceClient(sandbox).authorizationUrl().searchParams,
    })
    expect(response.status).toBe(405)
  })

  it('oidcc-max-age-1: Adobe documents no max_age, and ignores what it does not know', async () => {
    const client = createConformanceClient(sandbox)
    await client.authorize()
    clock.advance({ seconds: 2 })
    const page = await client.browser.open(client.authorizationUrl({ max_age: '1' }))
    expect(page.url.searchParams.has('code')).toBe(true)
  })

  it('oidcc-claims-essential: Adobe documents no claims parameter', async () => {
    expect(await readDiscovery()).not.toHaveProperty('claims_parameter_supported')
  })

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported, oidcc-ensure-request-object-with-redirect-uri: Adobe documents no request objects', async () => {
    const discovery = await readDiscovery()
    expect(discovery).not.toHaveProperty('request_parameter_supported')
    const header = btoa(JSON.stringify({ alg: 'none' })).replaceAll('=', '')
    const payload = btoa(JSON.stringify({ redirect_uri: 'https://evil.test/' })).replaceAll('=', '')
    const client = createConformanceClient(sandbox)
    const { url } = await client.authorize({ request: `${header}.${payload}.` })
    expect(url.origin + url.pathname).toBe(client.redirectUri)
  })
})

describe('OpenID Connect Discovery 1.0 §3, as Adobe prints it', () => {
  it('has the documented members and no other', async () => {
    const { ims } = sandboxes.tutorial.origins
    const response = await sandboxes.tutorial.fetch(`${ims}/ims/.well-known/openid-configuration`)
    const body = (await response.json()) as Record<string, unknown>
    expect(body).toMatchObject({
      issuer: ims,
      response_types_supported: ['code', 'token', 'id_token', 'id_token token', 'code id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      claims_supported: [
        'sub',
        'given_name',
        'family_name',
        'name',
        'email',
        'email_verified',
        'address',
      ],
      grant_types_supported: ['authorization_code', 'implicit_grant', 'refresh_token'],
    })
  })
})

describe('OpenID Connect Core 1.0 §3.2 and §3.3', () => {
  const sandbox = sandboxes.tutorial
  const fragmentOf = async (parameters: Record<string, string>): Promise<URLSearchParams> => {
    const { url } = await createConformanceClient(sandbox).authorize(parameters)
    return new URLSearchParams(url.hash.slice(1))
  }
  /** §3.1.3.6: the left half of the SHA-256 of the ASCII text. */
  const halfHash = async (text: string): Promise<string> => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    return Buffer.from(digest).subarray(0, 16).toString('base64url')
  }

  it('§3.2.2.10: at_hash binds the access token to the ID token', async () => {
    const fragment = await fragmentOf({ response_type: 'id_token token' })
    const claims = decodeJwt(fragment.get('id_token') ?? '')
    expect(claims['at_hash']).toBe(await halfHash(fragment.get('access_token') ?? ''))
  })

  it('§3.3.2.11: c_hash binds the code to the ID token', async () => {
    const fragment = await fragmentOf({ response_type: 'code id_token' })
    const claims = decodeJwt(fragment.get('id_token') ?? '')
    expect(claims['c_hash']).toBe(await halfHash(fragment.get('code') ?? ''))
  })

  it('OAuth Multiple Response Types §5: no token ever in the query', async () => {
    const { url } = await createConformanceClient(sandbox).authorize({
      response_type: 'id_token token',
      response_mode: 'query',
    })
    expect(url.searchParams.has('access_token')).toBe(false)
    expect(url.searchParams.has('id_token')).toBe(false)
  })
})
