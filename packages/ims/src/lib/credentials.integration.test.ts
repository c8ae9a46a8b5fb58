import { createBearerFetch, type Fetch } from '@mudbrick/oauth'
import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { createFormBrowser } from '@mudbrick/testing/form-browser'
import { describe, expect, it } from 'vitest'
import { createImsClient } from './credential-client.ts'
import { finishAuthorization } from './finish-authorization.ts'
import type { ImsClient } from './ims-client.ts'
import type { ImsGrant } from './ims-grant.ts'
import { refreshGrant } from './refresh-grant.ts'
import { revokeToken } from './revoke-token.ts'
import { createServiceTokens } from './service-tokens.ts'
import { startAuthorization } from './start-authorization.ts'
import { classifyTokenFailure } from './token-failure.ts'
import { requestUserProfile } from './user-profile.ts'
import { validateToken } from './validate-token.ts'

describe('a web app at the sandbox', () => {
  it('signs a user in, with PKCE beside its secret', async () => {
    const { sandbox, ims } = await createWebApp()
    const { claims, scopes, tokenSet } = await signIn(sandbox, ims, 'cora@wknd.test')
    const profile = await requestUserProfile(ims, tokenSet.accessToken, { subject: claims?.sub })
    expect(profile.email).toBe('cora@wknd.test')
    expect(scopes).toContain('commerce.accs')
  })

  it('is accepted where the strictest rules hold', async () => {
    const { sandbox, ims } = await createWebApp('strict')
    const { tokenSet } = await signIn(sandbox, ims, 'cora@wknd.test')
    const renewed = await refreshGrant(ims, String(tokenSet.refreshToken))
    expect(renewed.tokenSet.refreshToken).not.toBe(tokenSet.refreshToken)
  })

  it('shows its secret by Basic, and in no form', async () => {
    const { sandbox, ims } = await createWebApp()
    await signIn(sandbox, ims, 'cora@wknd.test')
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toMatchObject([
      {
        requestHeaders: { authorization: expect.stringMatching(/^Basic commerce-admin:/) },
        parameters: expect.not.objectContaining({ client_secret: expect.anything() }),
        hints: [],
      },
    ])
  })

  it('refreshes, and the refresh token that it used has ended', async () => {
    const { sandbox, ims } = await createWebApp()
    const { tokenSet, claims, scopes } = await signIn(sandbox, ims, 'cora@wknd.test')
    const used = String(tokenSet.refreshToken)
    await refreshGrant(ims, used, { scopes, subject: claims?.sub })
    const failure = await refreshGrant(ims, used).catch((error: unknown) => error)
    expect(failure).toMatchObject({ error: 'invalid_grant' })
    expect(classifyTokenFailure(failure)).toBe('sign-in-required')
  })

  it('loses no grant by a wrong secret', async () => {
    const { sandbox, ims } = await createWebApp()
    const refreshToken = String(
      (await signIn(sandbox, ims, 'cora@wknd.test')).tokenSet.refreshToken,
    )
    const mistaken = createClient(sandbox, 'fake-secret')
    const failure = await refreshGrant(mistaken, refreshToken).catch((error: unknown) => error)
    expect(classifyTokenFailure(failure)).toBe('misconfigured')
    await expect(refreshGrant(ims, refreshToken)).resolves.toHaveProperty('tokenSet')
  })

  it('revokes a refresh token', async () => {
    const { sandbox, ims } = await createWebApp()
    const refreshToken = String(
      (await signIn(sandbox, ims, 'cora@wknd.test')).tokenSet.refreshToken,
    )
    await revokeToken(ims, refreshToken)
    await expect(refreshGrant(ims, refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('revokes nothing with a wrong secret', async () => {
    const { sandbox, ims } = await createWebApp()
    const { accessToken } = (await signIn(sandbox, ims, 'cora@wknd.test')).tokenSet
    const mistaken = createClient(sandbox, 'fake-secret')
    await expect(revokeToken(mistaken, accessToken)).rejects.toMatchObject({
      error: 'invalid_client',
    })
    expect(await validateToken(ims, accessToken)).toMatchObject({ isValid: true })
  })

  it('asks after its tokens', async () => {
    const { sandbox, ims } = await createWebApp()
    const { tokenSet, claims, expiresAt } = await signIn(sandbox, ims, 'cora@wknd.test')
    const validation = await validateToken(ims, tokenSet.accessToken)
    expect(validation).toMatchObject({ isValid: true, userId: claims?.sub })
    expect(
      Math.abs(Number('expiresAt' in validation && validation.expiresAt) - expiresAt),
    ).toBeLessThan(60_000)
    const refreshToken = String(tokenSet.refreshToken)
    expect(await validateToken(ims, refreshToken, { type: 'refresh_token' })).toMatchObject({
      isValid: true,
    })
    expect(await validateToken(ims, refreshToken)).toMatchObject({ isValid: false })
  })

  it('learns that a token was revoked', async () => {
    const { sandbox, ims } = await createWebApp()
    const { accessToken } = (await signIn(sandbox, ims, 'cora@wknd.test')).tokenSet
    await revokeToken(ims, accessToken)
    expect(await validateToken(ims, accessToken)).toMatchObject({ isValid: false })
  })
})

describe('a native app at the sandbox', () => {
  it('signs a user in at the address that Adobe made for it', async () => {
    const { sandbox, ims } = await createNativeApp()
    const { tokenSet } = await signIn(sandbox, ims, 'ada@wknd.test')
    const profile = await requestUserProfile(ims, tokenSet.accessToken)
    expect(profile.email).toBe('ada@wknd.test')
  })

  it('revokes its token', async () => {
    const { sandbox, ims } = await createNativeApp()
    const { accessToken } = (await signIn(sandbox, ims, 'ada@wknd.test')).tokenSet
    await revokeToken(ims, accessToken)
    expect(await validateToken(ims, accessToken)).toMatchObject({ isValid: false })
  })

  it('refreshes, where IMS gives it a refresh token', async () => {
    const sandbox = await createSandbox({ behavior: { publicClientRefreshTokens: true } })
    const { ims } = await createNativeApp(sandbox)
    const { tokenSet } = await signIn(sandbox, ims, 'ada@wknd.test')
    const renewed = await refreshGrant(ims, String(tokenSet.refreshToken))
    expect(renewed.tokenSet.accessToken).not.toBe(tokenSet.accessToken)
  })
})

describe('a server-to-server credential at the sandbox', () => {
  it('asks once for all who need a token at a time', async () => {
    const { sandbox, ims } = await createService()
    const { getAccessToken } = createServiceTokens(ims)
    const tokens = await Promise.all(Array.from({ length: 100 }, () => getAccessToken()))
    expect(new Set(tokens).size).toBe(1)
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toHaveLength(1)
  })

  it('calls an API, and goes on calling it when its token has ended', async () => {
    const { sandbox, ims } = await createService()
    const { getAccessToken } = createServiceTokens(ims)
    const fetch = createBearerFetch({
      getAccessToken,
      allowedOrigins: [sandbox.origins.ims],
      fetch: fetchOf(sandbox),
    })
    const organizations = `${sandbox.origins.ims}/ims/organizations/v6`
    expect(await fetch(organizations)).toHaveProperty('status', 200)
    sandbox.clock.advance({ hours: 25 })
    expect(await fetch(organizations)).toHaveProperty('status', 200)
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toHaveLength(2)
  })

  it('replaces a token that was revoked behind its back', async () => {
    const { sandbox, ims } = await createService()
    const { getAccessToken } = createServiceTokens(ims)
    await revokeToken(ims, await getAccessToken())
    sandbox.clock.advance({ minutes: 2 })
    const fetch = createBearerFetch({
      getAccessToken,
      allowedOrigins: [sandbox.origins.ims],
      fetch: fetchOf(sandbox),
    })
    const response = await fetch(`${sandbox.origins.ims}/ims/organizations/v6`)
    expect(response.status).toBe(200)
  })

  it('asks after its token, and ends it', async () => {
    const { ims } = await createService()
    const token = await createServiceTokens(ims).getAccessToken()
    expect(await validateToken(ims, token)).toMatchObject({
      isValid: true,
      userId: '5E2B1CE000000000000000F6@techacct.adobe.com',
    })
    await revokeToken(ims, token)
    expect(await validateToken(ims, token)).toMatchObject({ isValid: false })
  })

  it('is told what it may not ask for', async () => {
    const { ims } = await createService({ scopes: 'openid,not_a_scope' })
    const failure = await createServiceTokens(ims)
      .getAccessToken()
      .catch((error: unknown) => error)
    expect(classifyTokenFailure(failure)).toBe('misconfigured')
  })
})

const commerceAdmin = {
  credential: 'web-app',
  clientId: 'commerce-admin',
  redirectUri: 'https://localhost:3002/auth/callback',
  scopes: 'AdobeID,openid,email,profile,commerce.accs,offline_access',
} as const

async function createWebApp(preset: 'tutorial' | 'strict' = 'tutorial') {
  const sandbox = await createSandbox({ behavior: { preset } })
  return { sandbox, ims: createClient(sandbox, 'commerce-admin-secret') }
}

function createClient(sandbox: Sandbox, clientSecret: string): ImsClient<'web-app'> {
  return createImsClient({
    ...commerceAdmin,
    clientSecret,
    environment: sandbox.origins.ims,
    fetch: fetchOf(sandbox),
  })
}

async function createNativeApp(given?: Sandbox) {
  const sandbox = given ?? (await createSandbox())
  const ims = createImsClient({
    credential: 'native-app',
    clientId: 'wknd-native',
    redirectUri: 'adobe+0123456789abcdef0123456789abcdef01234567://adobeid/wknd-native',
    scopes: 'AdobeID,openid,email,profile,offline_access',
    environment: sandbox.origins.ims,
    fetch: fetchOf(sandbox),
  })
  return { sandbox, ims }
}

async function createService({ scopes = 'openid,AdobeID,read_organizations' } = {}) {
  const sandbox = await createSandbox()
  const ims = createImsClient({
    credential: 'server-to-server',
    clientId: 'wknd-service',
    clientSecret: 'wknd-service-secret',
    scopes,
    environment: sandbox.origins.ims,
    fetch: fetchOf(sandbox),
    clock: { now: sandbox.clock.now, setTimer: () => () => {} },
  })
  return { sandbox, ims }
}

function fetchOf(sandbox: Sandbox): Fetch {
  return (input, init) => sandbox.fetch(new Request(input, init))
}

async function signIn(sandbox: Sandbox, ims: ImsClient, email: string): Promise<ImsGrant> {
  const { url, transaction } = await startAuthorization(ims)
  const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
  const consent = await browser.submit(await browser.open(url), { email, password: 'mudbrick' })
  const callback = await browser.submit(consent, { decision: 'allow' })
  return finishAuthorization(ims, callback.url.searchParams, transaction)
}
