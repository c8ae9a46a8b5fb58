import {
  appendixB,
  createConformanceClient,
  type ConformanceClient,
  type WireTokens,
} from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'

import type { Behavior } from '../behavior/behavior.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const clock = createFakeClock()
const minuteMs = 60_000

/** A sandbox in which only this row has its value by choice. */
function sandboxWith(row: Partial<Behavior>): Promise<Sandbox> {
  return createSandbox({ clock, behavior: row })
}

async function clientWith(
  row: Partial<Behavior>,
  clientId?: 'commerce-admin' | 'wknd-spa',
): Promise<ConformanceClient> {
  return createConformanceClient(await sandboxWith(row), clientId)
}

/** The single-page app of the seed, allowed to ask for offline access. */
async function offlineSpa(row: Partial<Behavior>): Promise<ConformanceClient> {
  const sandbox = await sandboxWith(row)
  const credential = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
  if (credential === undefined) throw new Error('The seed has no wknd-spa.')
  sandbox.credentials.put({ ...credential, scopes: ['openid', 'offline_access'] })
  return createConformanceClient(sandbox, 'wknd-spa')
}

async function resultOf(
  client: ConformanceClient,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const { url, status } = await client.authorize(parameters)
  if (url.searchParams.has('code')) return 'code'
  return url.searchParams.get('error') ?? String(status)
}

describe('behavior of the authorization endpoint', () => {
  it.each([
    ['default', 'code'],
    ['refuse', '400'],
  ] as const)('unregisteredRedirectUri: %s', async (unregisteredRedirectUri, result) => {
    const client = await clientWith({ unregisteredRedirectUri })
    expect(await resultOf(client, { redirect_uri: 'https://app.test/' })).toBe(result)
  })

  it.each([
    ['public-clients', 'code'],
    ['all', 'invalid_request'],
  ] as const)('proofKey: %s', async (proofKey, result) => {
    expect(await resultOf(await clientWith({ proofKey }), { code_challenge: undefined })).toBe(
      result,
    )
  })

  it.each([
    ['accept', 'code'],
    ['refuse', 'invalid_request'],
  ] as const)('plainCodeChallenge: %s', async (plainCodeChallenge, result) => {
    const parameters = { code_challenge: appendixB.codeVerifier, code_challenge_method: 'plain' }
    expect(await resultOf(await clientWith({ plainCodeChallenge }), parameters)).toBe(result)
  })

  it.each([
    ['accept', 'code'],
    ['refuse', 'invalid_request'],
  ] as const)('missingState: %s', async (missingState, result) => {
    expect(await resultOf(await clientWith({ missingState }), { state: undefined })).toBe(result)
  })

  it.each([
    ['accept', 'code'],
    ['refuse', 'invalid_request'],
  ] as const)('missingNonce: %s', async (missingNonce, result) => {
    expect(await resultOf(await clientWith({ missingNonce }), { nonce: undefined })).toBe(result)
  })

  it.each([true, false])('issuerInResponse: %s', async (issuerInResponse) => {
    const { url } = await (await clientWith({ issuerInResponse })).authorize()
    expect(url.searchParams.has('iss')).toBe(issuerInResponse)
  })

  it.each([
    ['refuse', 'adobe+0123456789abcdef0123456789abcdef01234567:'],
    ['accept', 'http:'],
  ] as const)('nativeLoopback: %s', async (nativeLoopback, protocol) => {
    const sandbox = await sandboxWith({ nativeLoopback })
    const native = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-native')
    if (native?.type !== 'native-app') throw new Error('The seed has no wknd-native.')
    sandbox.credentials.put({ ...native, redirectUriPatterns: ['http://127\\.0\\.0\\.1:8765/'] })
    const response = await sandbox.fetch(
      createSandboxUser(sandbox).authorizationUrl({
        client_id: 'wknd-native',
        redirect_uri: 'http://127.0.0.1:8765/',
        scope: 'openid',
        prompt: 'none',
      }),
    )
    expect(new URL(response.headers.get('location') ?? '').protocol).toBe(protocol)
  })

  it.each([
    ['none', null],
    ['same-origin', 'same-origin'],
  ] as const)('crossOriginOpenerPolicy: %s', async (crossOriginOpenerPolicy, header) => {
    const sandbox = await sandboxWith({ crossOriginOpenerPolicy })
    const response = await sandbox.fetch(createSandboxUser(sandbox).authorizationUrl())
    expect(response.headers.get('cross-origin-opener-policy')).toBe(header)
  })
})

describe('behavior of the token endpoint', () => {
  it.each([
    ['refuse', 400],
    ['accept', 200],
  ] as const)('verifierWithoutChallenge: %s', async (verifierWithoutChallenge, status) => {
    const client = await clientWith({ verifierWithoutChallenge })
    const code = await client.obtainCode({ code_challenge: undefined })
    expect((await client.exchange(code)).status).toBe(status)
  })

  it.each([
    ['optional', 200],
    ['required', 400],
  ] as const)('tokenRequestRedirectUri: %s', async (tokenRequestRedirectUri, status) => {
    const client = await clientWith({ tokenRequestRedirectUri })
    const response = await client.exchange(await client.obtainCode(), { redirect_uri: undefined })
    expect(response.status).toBe(status)
  })

  it.each(['access_denied', 'invalid_grant'] as const)(
    'badCodeError of version 1: %s',
    async (badCodeError) => {
      const sandbox = await sandboxWith({ badCodeError })
      const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v1`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: 'wknd-spa',
          code: 'no-code',
        }),
      })
      expect(await response.json()).toEqual({ error: badCodeError })
    },
  )

  it.each([
    ['refuse', 200],
    ['revoke-tokens', 401],
  ] as const)('reusedCode: %s', async (reusedCode, status) => {
    const client = await clientWith({ reusedCode })
    const code = await client.obtainCode()
    const tokens = (await (await client.exchange(code)).json()) as WireTokens
    await client.exchange(code)
    expect((await client.requestUserinfo(tokens.access_token)).status).toBe(status)
  })

  it.each([
    ['always', true],
    ['offline-access', false],
  ] as const)('webAppRefreshToken: %s', async (webAppRefreshToken, isGiven) => {
    const client = await clientWith({ webAppRefreshToken })
    expect('refresh_token' in (await client.obtainTokens({ scope: 'openid' }))).toBe(isGiven)
  })

  it.each([true, false])('publicClientRefreshTokens: %s', async (publicClientRefreshTokens) => {
    const client = await offlineSpa({ publicClientRefreshTokens })
    const tokens = await client.obtainTokens({ scope: 'openid,offline_access' })
    expect('refresh_token' in tokens).toBe(publicClientRefreshTokens)
  })

  it.each([true, false])(
    'refreshTokens: %s of a credential goes before the switch',
    async (own) => {
      const sandbox = await sandboxWith({ publicClientRefreshTokens: !own })
      const spa = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
      if (spa?.type !== 'single-page-app') throw new Error('The seed has no wknd-spa.')
      sandbox.credentials.put({
        ...spa,
        scopes: [...spa.scopes, 'offline_access'],
        refreshTokens: own,
      })
      const client = createConformanceClient(sandbox, 'wknd-spa')
      const tokens = await client.obtainTokens({ scope: 'openid,offline_access' })
      expect('refresh_token' in tokens).toBe(own)
    },
  )

  it('publicClientRefreshTokens: true gives tokens that refresh, by client id alone', async () => {
    const client = await offlineSpa({ publicClientRefreshTokens: true })
    const tokens = await client.obtainTokens({ scope: 'openid,offline_access' })
    expect((await client.refresh(tokens.refresh_token)).status).toBe(200)
  })

  it.each([
    ['refuse', 200],
    ['revoke-family', 400],
  ] as const)('usedRefreshToken: %s', async (usedRefreshToken, status) => {
    const client = await clientWith({ usedRefreshToken })
    const { refresh_token: first } = await client.obtainTokens()
    const second = (await (await client.refresh(first)).json()) as WireTokens
    await client.refresh(first)
    expect((await client.refresh(second.refresh_token)).status).toBe(status)
  })

  it('usedRefreshToken: revoke-family, also by a token that twenty others came after', async () => {
    const client = await clientWith({ usedRefreshToken: 'revoke-family' })
    const { refresh_token: first } = await client.obtainTokens()
    let newest = first
    for (let use = 0; use < 20; use += 1) {
      // Each refresh needs the token that the one before it gave.
      // oxlint-disable-next-line no-await-in-loop
      const tokens = (await (await client.refresh(newest)).json()) as WireTokens
      newest = tokens.refresh_token
    }
    await client.refresh(first)
    expect((await client.refresh(newest)).status).toBe(400)
  })

  it.each([
    [0, 400],
    [10_000, 200],
  ])('refreshGraceMs: %i', async (refreshGraceMs, status) => {
    const client = await clientWith({ refreshGraceMs })
    const { refresh_token: token } = await client.obtainTokens()
    await client.refresh(token)
    expect((await client.refresh(token)).status).toBe(status)
  })
})

describe('behavior of tokens and keys', () => {
  it.each([
    ['origin', ''],
    ['origin-ims', '/ims'],
  ] as const)('idTokenIssuer: %s', async (idTokenIssuer, path) => {
    const sandbox = await sandboxWith({ idTokenIssuer })
    const { id_token: token } = await createConformanceClient(sandbox).obtainTokens()
    expect(decodeJwt(token).iss).toBe(sandbox.origins.ims + path)
  })

  it.each([
    [true, ['ims_na1-key-1', 'ims_na1-key-at-1']],
    [false, ['ims_na1-key-1']],
  ])('accessTokenKeyPublished: %s', async (accessTokenKeyPublished, kids) => {
    const sandbox = await sandboxWith({ accessTokenKeyPublished })
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    const { keys } = (await response.json()) as { keys: { kid: string }[] }
    expect(keys.map(({ kid }) => kid)).toEqual(kids)
  })

  it.each([true, false])('adobeIdCoversProfile: %s', async (adobeIdCoversProfile) => {
    const client = await clientWith({ adobeIdCoversProfile })
    const tokens = await client.obtainTokens({ scope: 'openid,AdobeID' })
    const claims = await (await client.requestUserinfo(tokens.access_token)).json()
    expect([Object.hasOwn(claims, 'name'), Object.hasOwn(claims, 'email')]).toEqual([
      adobeIdCoversProfile,
      adobeIdCoversProfile,
    ])
  })
})

describe('behavior of CORS at IMS', () => {
  it.each([
    ['redirect-uri-origins', 'https://localhost:3001', true],
    ['redirect-uri-origins', 'https://app.test', true],
    ['without-ports', 'https://localhost:3001', false],
    ['without-ports', 'https://app.test', true],
    ['none', 'https://app.test', false],
  ] as const)('cors: %s and %s', async (cors, origin, isReadable) => {
    const sandbox = await sandboxWith({ cors })
    const spa = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
    if (spa?.type !== 'single-page-app') throw new Error('The seed has no wknd-spa.')
    const redirectUriPatterns = [...spa.redirectUriPatterns, 'https://app\\.test/callback']
    sandbox.credentials.put({ ...spa, redirectUriPatterns })
    const url = `${sandbox.origins.ims}/ims/token/v3`
    const answer = await sandbox.fetch(url, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ client_id: 'wknd-spa' }),
    })
    const preflight = await sandbox.fetch(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    const allowed = [answer, preflight].map(({ headers }) =>
      headers.get('access-control-allow-origin'),
    )
    expect(allowed).toEqual(isReadable ? [origin, origin] : [null, null])
  })
})

describe('behavior of lifetimes', () => {
  it('authorizationCodeLifetimeMs', async () => {
    const client = await clientWith({ authorizationCodeLifetimeMs: minuteMs })
    const [early, late] = [await client.obtainCode(), await client.obtainCode()]
    clock.advance({ seconds: 59 })
    expect((await client.exchange(early)).status).toBe(200)
    clock.advance({ seconds: 1 })
    expect((await client.exchange(late)).status).toBe(400)
  })

  it('accessTokenLifetimeMs', async () => {
    const client = await clientWith({ accessTokenLifetimeMs: minuteMs })
    const tokens = await client.obtainTokens()
    expect(tokens.expires_in).toBe(59)
    clock.advance({ seconds: 59 })
    expect((await client.requestUserinfo(tokens.access_token)).status).toBe(200)
    clock.advance({ seconds: 1 })
    expect((await client.requestUserinfo(tokens.access_token)).status).toBe(401)
  })

  it('refreshTokenLifetimeMs', async () => {
    const client = await clientWith({ refreshTokenLifetimeMs: minuteMs })
    const first = await client.obtainTokens()
    clock.advance({ seconds: 59 })
    const early = await client.refresh(first.refresh_token)
    expect(early.status).toBe(200)
    const second = (await early.json()) as WireTokens
    clock.advance({ seconds: 60 })
    expect((await client.refresh(second.refresh_token)).status).toBe(400)
  })

  it('browserSessionLifetimeMs', async () => {
    const sandbox = await sandboxWith({ browserSessionLifetimeMs: minuteMs })
    const user = createSandboxUser(sandbox)
    await user.authorize()
    clock.advance({ seconds: 59 })
    const early = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(codeOf(early)).toBeTruthy()
    clock.advance({ seconds: 1 })
    const late = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(late.url.searchParams.get('error')).toBe('login_required')
  })
})

describe('beta users of a credential in development', () => {
  it.each([
    ['development', ['ada@wknd.test'], 'ada@wknd.test', null],
    ['development', ['ada@wknd.test'], 'vic@wknd.test', 'access_denied'],
    ['development', undefined, 'ada@wknd.test', 'access_denied'],
    ['production', [], 'vic@wknd.test', null],
  ] as const)('%s with %j: %s', async (status, betaUsers, email, error) => {
    const sandbox = await sandboxWith({})
    const spa = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
    if (spa?.type !== 'single-page-app') throw new Error('The seed has no wknd-spa.')
    sandbox.credentials.put({ ...spa, status, ...(betaUsers && { betaUsers }) })
    const { url } = await createSandboxUser(sandbox, email).authorize()
    expect(url.searchParams.get('error')).toBe(error)
  })
})
