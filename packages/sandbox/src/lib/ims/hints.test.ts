import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import {
  codeOf,
  codeVerifier,
  createSandboxUser,
  redirectUri,
} from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts'

type Parameters = Readonly<Record<string, string | undefined>>

const clock = createFakeClock()
let sandbox: Sandbox

async function start(options: SandboxOptions = {}): Promise<void> {
  sandbox = await createSandbox({ clock, ...options })
}

beforeEach(() => start())

/** The hints of the last exchange, each with what it is about. */
function lastHints(): readonly string[] {
  const hints = sandbox.journal.last()?.hints ?? []
  return hints.map(({ code, about }) => (about === undefined ? code : `${code}: ${about}`))
}

/** The hints of an authorization request, read where the browser is sent away or shown a page. */
async function hintsOfRequest(parameters: Parameters): Promise<readonly string[]> {
  const user = createSandboxUser(sandbox)
  await sandbox.fetch(user.authorizationUrl({ nonce: 'n', ...parameters }), { redirect: 'manual' })
  return lastHints()
}

/** The hints of the exchange of a sound code. */
async function hintsOfExchange(
  parameters: Parameters,
  headers?: Record<string, string>,
): Promise<readonly string[]> {
  const user = createSandboxUser(sandbox)
  await user.exchange(codeOf(await user.authorize({ nonce: 'n' })), parameters, headers)
  return lastHints()
}

function post(
  path: string,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return sandbox.fetch(sandbox.origins.ims + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(parameters),
  })
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return sandbox.fetch(sandbox.origins.ims + path, { headers })
}

describe('hints', () => {
  it('are missing where nothing is weak', async () => {
    const client = createConformanceClient(sandbox)
    const tokens = await client.obtainTokens()
    await client.refresh(tokens.refresh_token)
    await client.requestUserinfo(tokens.access_token)
    expect(sandbox.journal.exchanges().flatMap(({ hints }) => hints)).toEqual([])
  })

  it('say what happened and what to do, and are found by their code', async () => {
    await hintsOfRequest({ state: undefined })
    const [exchange] = sandbox.journal.exchanges({ hint: 'state_missing' })
    expect(exchange?.hints).toEqual([
      {
        code: 'state_missing',
        message:
          'No state was sent, so that others can finish this sign-in: send a random one and compare it.',
      },
    ])
  })

  it('are never sent', async () => {
    const user = createSandboxUser(sandbox)
    const response = await sandbox.fetch(user.authorizationUrl({ state: undefined, nonce: 'n' }))
    const sent = JSON.stringify([...response.headers]) + (await response.text())
    expect(sent).not.toContain('state_missing')
  })

  it('hold no secret that was sent by mistake', async () => {
    const scope = 'access_token=fake-access-token'
    await hintsOfRequest({ scope })
    expect(JSON.stringify(sandbox.journal.last()?.hints)).not.toContain('fake-access-token')
  })
})

describe('hints of an authorization request', () => {
  it.each<[hint: string, parameters: Parameters]>([
    ['client_unknown: unknown-client', { client_id: 'unknown-client' }],
    ['client_signs_nobody_in: wknd-service', { client_id: 'wknd-service' }],
    ['response_mode_unusable', { response_mode: 'telepathy' }],
    ['state_missing', { state: undefined }],
    ['state_too_long', { state: 'x'.repeat(4097) }],
    ['nonce_missing', { nonce: undefined }],
    ['response_type_unknown', { response_type: 'telepathy' }],
    ['prompt_contradictory', { prompt: 'none login' }],
    ['prompt_ignored: consent', { prompt: 'consent' }],
    ['scope_unknown: creative_sdk', { scope: 'openid,creative_sdk' }],
    ['code_challenge_missing', { code_challenge: undefined }],
    ['code_challenge_malformed', { code_challenge: 'short' }],
    ['plain_code_challenge', { code_challenge: codeVerifier, code_challenge_method: undefined }],
  ])('%s', async (hint, parameters) => {
    expect(await hintsOfRequest(parameters)).toEqual([hint])
  })

  it.each<[hint: string, parameters: Parameters]>([
    ['redirect_uri_missing', { redirect_uri: undefined }],
    [
      'redirect_uri_misnamed',
      { redirect_uri: undefined, redirect_url: 'https://localhost:3001/callback' },
    ],
    ['redirect_uri_unregistered', { redirect_uri: 'https://localhost:3000/callback' }],
    ['redirect_uri_not_as_read', { redirect_uri: 'https://LOCALHOST:3001/callback' }],
    [
      'native_loopback_refused',
      { client_id: 'wknd-native', redirect_uri: 'http://127.0.0.1:1234/', scope: 'openid' },
    ],
  ])('%s, and that the default redirect URI was used', async (hint, parameters) => {
    expect(await hintsOfRequest(parameters)).toEqual([hint, 'redirect_uri_defaulted'])
  })

  it('redirect_uri_unregistered alone where it is refused', async () => {
    await start({ behavior: 'strict' })
    const hints = await hintsOfRequest({ redirect_uri: 'https://localhost:3000/callback' })
    expect(hints).toEqual(['redirect_uri_unregistered'])
  })

  it('redirect_uri_only_default', async () => {
    const hints = await hintsOfRequest({
      client_id: 'express-embed',
      redirect_uri: 'https://127.0.0.1:8000/redirect.html',
      scope: 'openid',
    })
    expect(hints).toEqual(['redirect_uri_only_default'])
  })

  it('parameter_repeated', async () => {
    const url = createSandboxUser(sandbox).authorizationUrl({ nonce: 'n' })
    url.searchParams.append('scope', 'openid')
    await sandbox.fetch(url)
    expect(lastHints()).toEqual(['parameter_repeated: scope'])
  })

  it('code_challenge_missing where it is not refused', async () => {
    const client = createConformanceClient(sandbox)
    const page = await client.authorize({ code_challenge: undefined })
    expect(page.url.searchParams.has('code')).toBe(true)
    expect(lastHints()).toEqual(['code_challenge_missing'])
  })

  it('beta_user_required', async () => {
    const seed = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
    if (seed?.type !== 'single-page-app') throw new Error('The seed has no wknd-spa.')
    await start({ seed: { credentials: [{ ...seed, status: 'development', betaUsers: [] }] } })
    await createSandboxUser(sandbox).authorize({ nonce: 'n' })
    expect(lastHints()).toEqual(['beta_user_required'])
  })
})

describe('hints of a token request', () => {
  it.each<[hint: string, parameters: Parameters]>([
    ['client_unknown: unknown-client', { client_id: 'unknown-client' }],
    ['client_secret_unexpected', { client_secret: 's' }],
    ['parameter_missing: grant_type', { grant_type: undefined }],
    ['parameter_missing: code', { code: undefined }],
    ['grant_type_unsupported: password', { grant_type: 'password' }],
    ['grant_type_not_for_client: client_credentials', { grant_type: 'client_credentials' }],
    ['code_unknown', { code: 'no-code' }],
    ['code_of_other_client', { client_id: 'express-embed' }],
    ['redirect_uri_mismatch', { redirect_uri: `${redirectUri}/` }],
    ['verifier_missing', { code_verifier: undefined }],
    ['verifier_malformed', { code_verifier: 'short' }],
    ['verifier_mismatch', { code_verifier: 'x'.repeat(43) }],
  ])('%s', async (hint, parameters) => {
    expect(await hintsOfExchange(parameters)).toEqual([hint])
  })

  it('code_reused', async () => {
    const user = createSandboxUser(sandbox)
    const code = codeOf(await user.authorize())
    await user.exchange(code)
    await user.exchange(code)
    expect(lastHints()).toEqual(['code_reused'])
  })

  it('code_expired', async () => {
    const user = createSandboxUser(sandbox)
    const code = codeOf(await user.authorize())
    clock.advance({ minutes: 30 })
    await user.exchange(code)
    expect(lastHints()).toEqual(['code_expired'])
  })

  it('verifier_unexpected', async () => {
    const client = createConformanceClient(sandbox)
    await client.exchange(await client.obtainCode({ code_challenge: undefined }))
    expect(lastHints()).toEqual(['verifier_unexpected'])
  })

  it('parameter_missing: redirect_uri, where it is required', async () => {
    await start({ behavior: 'strict' })
    const client = createConformanceClient(sandbox)
    await client.exchange(await client.obtainCode(), { redirect_uri: undefined })
    expect(lastHints()).toEqual(['parameter_missing: redirect_uri'])
  })

  it('parameters_unreadable', async () => {
    await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, { method: 'POST', body: '{}' })
    expect(lastHints()).toEqual(['parameters_unreadable'])
  })

  it('parameter_repeated, in query and form', async () => {
    await post('/ims/token/v3?client_id=wknd-spa', { client_id: 'wknd-spa' })
    expect(lastHints()).toEqual(['parameter_repeated: client_id'])
  })

  it.each<[hint: string, parameters: Record<string, string>, headers: Record<string, string>]>([
    ['client_secret_missing', { client_id: 'wknd-service' }, {}],
    ['client_secret_wrong', { client_id: 'wknd-service', client_secret: 'wrong' }, {}],
    [
      'client_authentication_doubled',
      { client_secret: 'wknd-service-secret' },
      { authorization: `Basic ${btoa('wknd-service:wknd-service-secret')}` },
    ],
  ])('%s', async (hint, parameters, headers) => {
    await post('/ims/token/v3', { grant_type: 'client_credentials', ...parameters }, headers)
    expect(lastHints()).toEqual([hint])
  })

  it.each<[hint: string, parameters: Record<string, string>]>([
    ['parameter_missing: scope', {}],
    ['scope_unknown: creative_sdk', { scope: 'openid,creative_sdk' }],
    ['organization_mismatch', { scope: 'openid', org_id: 'another@AdobeOrg' }],
  ])('%s, with client credentials', async (hint, parameters) => {
    await post('/ims/token/v3', {
      grant_type: 'client_credentials',
      client_id: 'wknd-service',
      client_secret: 'wknd-service-secret',
      ...parameters,
    })
    expect(lastHints()).toEqual([hint])
  })

  it('refresh_token_withheld', async () => {
    const seed = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-spa')
    if (seed?.type !== 'single-page-app') throw new Error('The seed has no wknd-spa.')
    sandbox.credentials.put({ ...seed, scopes: ['openid', 'offline_access'] })
    const client = createConformanceClient(sandbox, 'wknd-spa')
    await client.obtainTokens({ scope: 'openid,offline_access' })
    expect(lastHints()).toEqual(['refresh_token_withheld'])
  })

  it('offline_access_missing', async () => {
    await createConformanceClient(sandbox).obtainTokens({ scope: 'openid' })
    expect(lastHints()).toEqual(['offline_access_missing'])
  })
})

describe('hints of a refresh', () => {
  async function hintsOfRefresh(
    before: (token: string) => unknown = () => undefined,
    parameters: Parameters = {},
  ): Promise<readonly string[]> {
    const client = createConformanceClient(sandbox)
    const { refresh_token: token } = await client.obtainTokens()
    await before(token)
    await client.refresh(token, parameters)
    return lastHints()
  }

  it('parameter_missing', async () => {
    const hints = await hintsOfRefresh(undefined, { refresh_token: undefined })
    expect(hints).toEqual(['parameter_missing: refresh_token'])
  })

  it('refresh_token_unknown, when it was revoked', async () => {
    const hints = await hintsOfRefresh((token) =>
      post('/ims/revoke', {
        token,
        client_id: 'commerce-admin',
        client_secret: 'commerce-admin-secret',
      }),
    )
    expect(hints).toEqual(['refresh_token_unknown'])
  })

  it('refresh_token_expired', async () => {
    const hints = await hintsOfRefresh(() => clock.advance({ hours: 14 * 24 }))
    expect(hints).toEqual(['refresh_token_expired'])
  })

  it('refresh_token_reused', async () => {
    const hints = await hintsOfRefresh((token) => createConformanceClient(sandbox).refresh(token))
    expect(hints).toEqual(['refresh_token_reused'])
  })

  it('refresh_token_of_other_client', async () => {
    const { refresh_token: token } = await createConformanceClient(sandbox).obtainTokens()
    await createConformanceClient(sandbox, 'wknd-spa').refresh(token)
    expect(lastHints()).toEqual(['refresh_token_of_other_client'])
  })

  it('scope_not_granted', async () => {
    expect(await hintsOfRefresh(undefined, { scope: 'commerce.accs' })).toEqual([
      'scope_not_granted',
    ])
  })

  it('consent_missing', async () => {
    const hints = await hintsOfRefresh(() =>
      sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' }),
    )
    expect(hints).toEqual(['consent_missing'])
  })

  it('user_unknown', async () => {
    const hints = await hintsOfRefresh(() => sandbox.users.remove('cora@wknd.test'))
    expect(hints).toEqual(['user_unknown'])
  })
})

describe('hints of a bearer token', () => {
  async function hintsOfUserinfo(token: string): Promise<readonly string[]> {
    await createConformanceClient(sandbox).requestUserinfo(token)
    return lastHints()
  }

  it('access_token_missing', async () => {
    await get('/ims/userinfo/v2')
    expect(lastHints()).toEqual(['access_token_missing'])
  })

  it('access_token_unknown', async () => {
    expect(await hintsOfUserinfo('fake-access-token')).toEqual(['access_token_unknown'])
  })

  it('access_token_expired', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    clock.advance({ hours: 24 })
    expect(await hintsOfUserinfo(token)).toEqual(['access_token_expired'])
  })

  it('access_token_ended', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    await post('/ims/revoke', { token, client_id: 'wknd-spa' })
    expect(await hintsOfUserinfo(token)).toEqual(['access_token_ended'])
  })

  it.each([
    ['user', () => sandbox.users.remove('ada@wknd.test')],
    ['client', () => sandbox.credentials.remove('wknd-spa')],
  ])('access_token_orphaned by its %s', async (_, remove) => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    remove()
    expect(await hintsOfUserinfo(token)).toEqual(['access_token_orphaned'])
  })

  it('access_token_scope_missing', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    await get('/ims/organizations/v6', { authorization: `Bearer ${token}` })
    expect(lastHints()).toEqual(['access_token_scope_missing: read_organizations'])
  })
})

describe('hints of the other endpoints', () => {
  const spa = { client_id: 'wknd-spa' }

  it.each<[hint: string, path: string, parameters: Record<string, string>]>([
    ['parameter_missing: token', '/ims/revoke', spa],
    ['token_not_found', '/ims/revoke', { ...spa, token: 'fake-access-token' }],
    ['parameter_missing: token', '/ims/invalidate_token/v2', spa],
    ['token_not_found', '/ims/invalidate_token/v2', { ...spa, token: 'fake-access-token' }],
    ['parameter_missing: token', '/ims/validate_token/v1', { ...spa, type: 'access_token' }],
    ['parameter_missing: type', '/ims/validate_token/v1', { ...spa, token: 'fake' }],
    ['client_unknown: x', '/ims/validate_token/v1', { client_id: 'x', type: 'y', token: 'z' }],
    ['token_not_found', '/ims/validate_token/v1', { ...spa, type: 'access_token', token: 'fake' }],
    ['client_unknown: unknown-client', '/ims/check/v6/token', { client_id: 'unknown-client' }],
    ['client_signs_nobody_in: wknd-service', '/ims/check/v6/token', { client_id: 'wknd-service' }],
    ['scope_unknown: creative_sdk', '/ims/check/v6/token', { ...spa, scope: 'creative_sdk' }],
    ['browser_session_missing', '/ims/check/v6/token', { ...spa, scope: 'openid' }],
    ['endpoint_not_served', '/ims/promises/v1', spa],
    ['callback_unusable', '/ims/logout/v1/token', { ...spa, callback: 'alert(1)//' }],
    [
      'client_unknown: unknown-client',
      '/ims/logout/v1',
      { client_id: 'unknown-client', redirect_uri: 'x' },
    ],
    ['logout_redirect_defaulted', '/ims/logout/v1', { ...spa, redirect_uri: 'https://evil.test/' }],
  ])('%s at %s', async (hint, path, parameters) => {
    await post(path, parameters)
    expect(lastHints()).toEqual([hint])
  })

  it('are missing where a web app’s user signs out without its secret', async () => {
    await get('/ims/logout/v1?client_id=commerce-admin')
    expect(lastHints()).toEqual([])
  })

  it('consent_missing', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize({ scope: 'openid' })
    const cookie = [...user.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    await post('/ims/check/v6/token', { ...spa, scope: 'aem.folders' }, { cookie })
    expect(lastHints()).toEqual(['consent_missing'])
  })
})

describe('hints of CORS', () => {
  it.each(['/ims/keys', '/ims/.well-known/openid-configuration'])(
    'cors_never at %s',
    async (path) => {
      await get(path, { origin: 'https://localhost:3001' })
      expect(lastHints()).toEqual(['cors_never: https://localhost:3001'])
    },
  )

  it('cors_origin_not_registered', async () => {
    const hints = await hintsOfExchange({}, { origin: 'https://localhost:8000' })
    expect(hints).toEqual(['cors_origin_not_registered: https://localhost:8000'])
  })

  it.each<[hint: string, cors: 'without-ports' | 'none']>([
    ['cors_port_refused', 'without-ports'],
    ['cors_off', 'none'],
  ])('%s', async (hint, cors) => {
    await start({ behavior: { cors } })
    const hints = await hintsOfExchange({}, { origin: 'https://localhost:3001' })
    expect(hints).toEqual([`${hint}: https://localhost:3001`])
  })

  it('cors_origin_not_registered, at a preflight', async () => {
    await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(lastHints()).toEqual(['cors_origin_not_registered: https://evil.test'])
  })
})
