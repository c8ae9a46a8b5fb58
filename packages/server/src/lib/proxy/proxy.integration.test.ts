import {
  type CommerceClient,
  CommerceError,
  createCommerceClient,
  isTokenRejected,
  listStoreConfigurations,
} from '@mudbrick/commerce'
import { appOrigin, createServerApp, statusOf, type ServerApp } from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

/* A page that calls Commerce through the proxy of its server, all of it in memory. */

describe('a page that calls Commerce through its server', () => {
  it('gets what the user may see', async () => {
    const { commerce } = await signIn('cora@wknd.test')

    const [configuration] = await listStoreConfigurations(commerce)

    expect(configuration).toMatchObject({ code: 'default' })
  })

  it('keeps its cookie from Commerce, which gets the key of the app', async () => {
    const { commerce, app } = await signIn('cora@wknd.test')

    await listStoreConfigurations(commerce)

    const [exchange] = app.sandbox.journal.exchanges({ service: 'commerce' })
    expect(exchange?.requestHeaders).toMatchObject({ 'x-api-key': 'commerce-admin' })
    expect(exchange?.requestHeaders).not.toHaveProperty('cookie')
  })

  it('gets it with a new token when the old one is over, without having to know', async () => {
    const { commerce, app } = await signIn('cora@wknd.test')
    app.sandbox.clock.advance({ hours: 24 })

    await listStoreConfigurations(commerce)

    expect(refreshesOf(app)).toHaveLength(1)
  })

  it('hears which right the user lacks, and stays signed in with the same token', async () => {
    const { commerce, app } = await signIn('vic@wknd.test')

    const refusal = listStoreConfigurations(commerce)

    await expect(refusal).rejects.toThrow(CommerceError)
    await expect(refusal).rejects.toMatchObject({
      needsInteraction: false,
      resource: expect.stringContaining('::'),
    })
    expect([refreshesOf(app), await statusOf(app.browser)]).toEqual([[], 'signed-in'])
  })

  it('hears that no user is signed in after a sign-out in another tab', async () => {
    const { commerce, app } = await signIn('cora@wknd.test')
    const headers = { 'x-requested-with': 'mudbrick' }
    await app.browser.request('/auth/sign-out', { method: 'POST', headers })

    await expect(listStoreConfigurations(commerce)).rejects.toMatchObject({
      status: 401,
      needsInteraction: true,
      message: expect.stringContaining('No user is signed in'),
    })
  })

  it('hears that there is no token while the store is down, and stays signed in', async () => {
    const { call, app } = await signIn('cora@wknd.test')
    app.store.isDown = true
    app.sandbox.clock.advance({ minutes: 1 })
    const { status } = await call()
    app.store.isDown = false

    expect([status, await statusOf(app.browser)]).toEqual([503, 'signed-in'])
  })
})

async function signIn(user: string): Promise<{
  readonly app: ServerApp
  readonly commerce: CommerceClient
  readonly call: () => Promise<Response>
}> {
  const app = await createServerApp({ idleTimeoutMs: 2 * 24 * 3_600_000 })
  const { sandbox, sessions } = app
  const proxy = sessions.proxy({
    path: '/commerce',
    target: `${sandbox.origins.commerce}/wknd-tenant`,
    allow: ['GET /V1/store/storeConfigs'],
    headers: { 'x-api-key': 'commerce-admin' },
    isTokenRejected,
  })
  const browser = app.createBrowser(async (request) => {
    const response = await sessions.fetch(request.clone())
    return response.status === 404 ? proxy(request) : response
  })
  await browser.signIn(user)
  const call = async (url: string | URL = '/commerce/V1/store/storeConfigs'): Promise<Response> =>
    browser.request(url, { headers: { 'x-requested-with': 'mudbrick' } })
  const commerce = createCommerceClient({
    origin: appOrigin,
    tenantId: 'commerce',
    fetch: (input) => call(input instanceof Request ? input.url : input),
  })
  return { app: { ...app, browser }, commerce, call }
}

function refreshesOf({ sandbox }: ServerApp): readonly unknown[] {
  return sandbox.journal
    .exchanges({ path: '/ims/token/v3' })
    .filter(({ parameters }) => parameters['grant_type'] === 'refresh_token')
}
