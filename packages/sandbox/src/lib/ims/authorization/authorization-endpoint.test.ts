import { codeOf, createSandboxUser, redirectUri } from '@mudbrick/testing/sandbox-user'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandbox = await createSandbox()

/** The `error` with which the client is answered, and where. */
async function errorOf(parameters: Record<string, string | undefined>): Promise<string | null> {
  const page = await createSandboxUser(sandbox).browser.open(
    createSandboxUser(sandbox).authorizationUrl(parameters),
  )
  expect(page.url.origin + page.url.pathname).toBe(redirectUri)
  return page.url.searchParams.get('error')
}

describe('GET /ims/authorize/v2', () => {
  it('shows a page of its own for an unknown client, and leads nowhere', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl({ client_id: 'unknown-client' }))
    expect(page.status).toBe(400)
    expect(page.url.origin).toBe(sandbox.origins.ims)
    expect(page.visibleText).toContain('The client ID is not valid.')
  })

  it('shows the same page for a client without sign-in', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl({ client_id: 'wknd-service' }))
    expect(page.status).toBe(400)
    expect(page.visibleText).toContain('The client ID is not valid.')
  })

  it('refuses a request that names its client twice', async () => {
    const user = createSandboxUser(sandbox)
    const url = user.authorizationUrl()
    url.searchParams.append('client_id', 'express-embed')
    expect((await user.browser.open(url)).status).toBe(400)
  })

  it('gives a code that looks like a JWT of type authorization_code', async () => {
    const page = await createSandboxUser(sandbox).authorize()
    expect(decodeJwt(codeOf(page))).toMatchObject({
      type: 'authorization_code',
      client_id: 'wknd-spa',
      created_at: expect.stringMatching(/^\d{13}$/),
      expires_in: '1800000',
      state: 'state-123',
      oto: true,
      id: expect.stringMatching(/^\d{13}_[\da-f-]{36}_ue1$/),
    })
    expect(decodeProtectedHeader(codeOf(page))).toMatchObject({
      x5u: 'ims_na1-key-at-1.cer',
      itt: 'at',
    })
  })

  it('gives back a JSON state as it came', async () => {
    const state = JSON.stringify({ nonce: 'n', page: '/ä?b=c&d' })
    const page = await createSandboxUser(sandbox).authorize({ state })
    expect(page.url.searchParams.get('state')).toBe(state)
  })

  it('goes without state, as the tutorial does', async () => {
    const page = await createSandboxUser(sandbox).authorize({ state: undefined })
    expect(page.url.searchParams.has('state')).toBe(false)
    expect(codeOf(page)).toBeTruthy()
  })

  it('takes scopes separated by spaces as well as by commas', async () => {
    const page = await createSandboxUser(sandbox).authorize({ scope: 'openid aem.folders' })
    expect(decodeJwt(codeOf(page))['scope']).toBe('openid,aem.folders')
  })

  it.each([
    ['a scope the credential does not own', { scope: 'openid,creative_sdk' }, 'invalid_scope'],
    ['a scope in the wrong case', { scope: 'openid,adobeid' }, 'invalid_scope'],
    ['another response type', { response_type: 'telepathy' }, 'unsupported_response_type'],
    ['no code challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a short code challenge', { code_challenge: 'abc' }, 'invalid_request'],
    ['a long S256 code challenge', { code_challenge: 'x'.repeat(44) }, 'invalid_request'],
    [
      'a short plain code challenge',
      { code_challenge: 'x'.repeat(42), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['an unknown challenge method', { code_challenge_method: 'S512' }, 'invalid_request'],
    ['a state of 4097 characters', { state: 'x'.repeat(4097) }, 'invalid_request'],
    ['an unknown response mode', { response_mode: 'telepathy' }, 'invalid_request'],
    ['prompt=none with another prompt', { prompt: 'none login' }, 'invalid_request'],
    ['prompt=none and no user signed in', { prompt: 'none' }, 'login_required'],
  ])('answers %s with an error at the redirect URI', async (_, parameters, error) => {
    expect(await errorOf(parameters)).toBe(error)
  })

  it('refuses to write a token into a query, and says so in the fragment', async () => {
    const user = createSandboxUser(sandbox)
    const parameters = { response_type: 'token', response_mode: 'query' }
    const { url } = await user.browser.open(user.authorizationUrl(parameters))
    expect(url.search).toBe('')
    expect(new URLSearchParams(url.hash.slice(1)).get('error')).toBe('invalid_request')
  })

  it('answers a repeated parameter with invalid_request', async () => {
    const user = createSandboxUser(sandbox)
    const url = user.authorizationUrl()
    url.searchParams.append('scope', 'openid')
    const page = await user.browser.open(url)
    expect(page.url.searchParams.get('error')).toBe('invalid_request')
  })

  it('answers prompt=none with consent_required before the user has consented', async () => {
    const user = createSandboxUser(sandbox, 'vic@wknd.test')
    await user.authorize({ client_id: 'express-embed', scope: 'openid', redirect_uri: undefined })
    const page = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(page.url.searchParams.get('error')).toBe('consent_required')
  })

  it('asks nothing of a user who is signed in and has consented', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const page = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(codeOf(page)).toBeTruthy()
  })

  it('asks a signed-in user again for prompt=login, once', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const page = await user.browser.open(user.authorizationUrl({ prompt: 'login' }))
    expect(page.visibleText).toContain('Sign in')
    const next = await user.browser.submit(page, { user: 'ada@wknd.test' })
    expect(codeOf(next)).toBeTruthy()
  })

  it('puts the answer into the fragment when asked to, behind what the client had there', async () => {
    const page = await createSandboxUser(sandbox).authorize({
      response_mode: 'fragment',
      redirect_uri: `${redirectUri}#from_ims=true`,
    })
    expect(page.url.search).toBe('')
    expect(page.url.hash).toMatch(/^#from_ims=true&code=[^&]+&state=state-123$/)
  })
})

describe('redirect URI at GET /ims/authorize/v2', () => {
  it.each([
    ['is missing', undefined],
    ['matches no pattern: the tutorial’s port 3000', 'https://localhost:3000/callback'],
    ['is http', 'http://localhost:3001/callback'],
  ])('goes to the default redirect URI when it %s', async (_, uri) => {
    const page = await createSandboxUser(sandbox).authorize({ redirect_uri: uri })
    expect(page.url.origin + page.url.pathname).toBe(redirectUri)
    expect(codeOf(page)).toBeTruthy()
  })
})
