import {
  createConformanceClient,
  isAlive,
  isRefreshable,
  postToIms,
  type WireTokens,
} from '@mudbrick/testing/conformance-client'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const admin = { client_id: 'commerce-admin', client_secret: 'commerce-admin-secret' }
const spa = { client_id: 'wknd-spa' }
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox()
})

describe('/ims/logout/v1', () => {
  function leave(parameters: Record<string, string>): Promise<Response> {
    const query = new URLSearchParams(parameters)
    return sandbox.fetch(`${sandbox.origins.ims}/ims/logout/v1?${query}`)
  }

  it.each([
    [
      'an origin that is registered',
      'https://localhost:3001/bye?a=b',
      'https://localhost:3001/bye?a=b',
    ],
    ['self', 'self', 'https://localhost:3001/callback'],
    ['another origin', 'https://evil.test/', 'https://localhost:3001/callback'],
    ['a user before the host', 'https://a:b@localhost:3001/', 'https://localhost:3001/callback'],
  ])('leads on from %s', async (_, redirectUri, location) => {
    const response = await leave({ ...spa, redirect_uri: redirectUri })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(location)
  })

  it('ends all tokens of the sign-in', async () => {
    const client = createConformanceClient(sandbox)
    const first = await client.obtainTokens()
    const second = (await (await client.refresh(first.refresh_token)).json()) as WireTokens
    await leave({ client_id: 'commerce-admin', access_token: first.access_token })
    expect(await isAlive(sandbox, first.access_token)).toBe(false)
    expect(await isAlive(sandbox, second.access_token)).toBe(false)
    expect(await isRefreshable(sandbox, second)).toBe(false)
  })

  it('ends the browser session, so that IMS asks again', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const before = new Map(user.browser.cookies)
    await user.browser.open(new URL(`${sandbox.origins.ims}/ims/logout/v1?client_id=wknd-spa`))
    // A copy of the cookie does not sign in either.
    for (const [name, value] of before) user.browser.cookies.set(name, value)
    const { url } = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(url.searchParams.get('error')).toBe('login_required')
  })

  it('ends nothing at the back channel for a wrong secret', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    const wrong = { client_id: 'commerce-admin', client_secret: 'wrong', access_token: token }
    expect((await postToIms(sandbox, '/ims/logout/v1', wrong)).status).toBe(401)
    expect(await isAlive(sandbox, token)).toBe(true)
  })

  it('ends the tokens at the back channel, without leading anywhere', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    const redirect = { redirect_uri: 'https://localhost:3002/auth/callback' }
    const response = await postToIms(sandbox, '/ims/logout/v1', {
      ...admin,
      ...redirect,
      access_token: token,
    })
    expect(response.status).toBe(200)
    expect(await isAlive(sandbox, token)).toBe(false)
  })
})

describe('/ims/logout/v1/token', () => {
  it('calls a callback of a plain name', async () => {
    const response = await postToIms(sandbox, '/ims/logout/v1/token', { ...spa, callback: 'done' })
    expect(response.headers.get('content-type')).toBe('application/javascript')
    expect(await response.text()).toBe('done({});')
  })

  it.each(['alert(1)//', 'a.b', '1a', 'x'.repeat(65)])(
    'refuses the callback %j, which would be a foreign script',
    async (callback) => {
      expect((await postToIms(sandbox, '/ims/logout/v1/token', { ...spa, callback })).status).toBe(
        400,
      )
    },
  )
})
