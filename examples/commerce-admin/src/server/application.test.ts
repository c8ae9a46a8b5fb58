import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import { createKeyring, createMemoryGrantStore, createVault, type Vault } from '@mudbrick/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createApplication } from './application.mjs'
import { createGrantHistory } from './grant-history.mjs'
import type { Settings } from './settings.mjs'

const origin = 'https://localhost:3002'
const headers = { 'x-requested-with': 'mudbrick' }

let pageFolder: string

beforeAll(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'commerce-admin-'))
  await writeFile(join(pageFolder, 'index.html'), '<title>Commerce Admin</title>')
})

afterAll(() => rm(pageFolder, { recursive: true }))

describe('createApplication()', () => {
  it('serves the page, and tells it what may be known', async () => {
    const { browser } = await start()
    expect(await text(browser, '/')).toContain('Commerce Admin')
    const settings = await text(browser, '/api/settings')
    expect(JSON.parse(settings)).toMatchObject({ clientId: 'commerce-admin', isSandbox: true })
    expect(settings).not.toContain('secret')
  })

  it("passes the page's calls on to Commerce for who has signed in", async () => {
    const { browser } = await start()
    const path = '/commerce/V1/store/storeConfigs'
    const before = await browser.request(path, { headers })
    await browser.signIn()
    expect([before.status, (await browser.request(path, { headers })).status]).toEqual([401, 200])
  })

  it('refreshes no token because a role lacks a right', async () => {
    const { browser, sandbox } = await start()
    await browser.signIn('vic@wknd.test')
    const { status } = await browser.request('/commerce/V1/products', { headers })
    const tokenRequests = sandbox.journal.exchanges({ path: '/ims/token/v3' })
    expect([status, tokenRequests.length]).toEqual([401, 1])
  })

  it('reports on the token without showing it', async () => {
    const { browser } = await start()
    await browser.signIn()
    const report = await text(browser, '/api/token')
    expect(JSON.parse(report)).toMatchObject({
      isActive: true,
      process: 'Process 1',
      processCount: 2,
      events: [{ type: 'created', process: 'Process 1' }],
    })
    expect(report).not.toContain('eyJ')
  })

  it('refreshes the token when it is told to', async () => {
    const { browser } = await start()
    await browser.signIn()
    const response = await browser.request('/api/token/refresh', { method: 'POST', headers })
    const { events } = (await response.json()) as { readonly events: readonly object[] }
    expect(events).toMatchObject([{ type: 'refreshed' }, { type: 'created' }])
  })

  it('says so when IMS refuses to', async () => {
    const { browser, sandbox } = await start()
    await browser.signIn()
    sandbox.consents.withdraw('cora@wknd.test', 'commerce-admin')
    for (const { id } of sandbox.tokens.list()) sandbox.tokens.end(id)
    const response = await browser.request('/api/token/refresh', { method: 'POST', headers })
    expect([response.status, await response.text()]).toEqual([
      409,
      expect.stringContaining('sign the user in'),
    ])
  })

  it('revokes the grant, and the cookie is worth nothing', async () => {
    const { browser } = await start()
    await browser.signIn()
    const response = await browser.request('/api/token/revoke', { method: 'POST', headers })
    const after = await browser.request('/api/token', { headers })
    expect([response.status, after.status]).toEqual([204, 401])
  })

  it.each([
    ['GET /api/token without the header of our own page', '/api/token', {}, 403],
    ['a method that it does not have', '/api/token', { method: 'POST', headers }, 404],
    ['a path that it does not have', '/api/secret', { headers }, 404],
    ['a right that the page does not need', '/commerce/V1/customers/1', { headers }, 403],
  ])('refuses %s', async (_, path, init, status) => {
    const { browser } = await start()
    await browser.signIn()
    expect((await browser.request(path, init)).status).toBe(status)
  })

  it('says whether it can work', async () => {
    const { browser } = await start()
    expect((await browser.request('/health')).status).toBe(200)
  })
})

interface Started {
  readonly sandbox: Sandbox
  readonly browser: AppBrowser
}

async function start(): Promise<Started> {
  const sandbox = await createSandbox()
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: `${origin}/auth/callback`,
    scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
    environment: sandbox.origins.ims,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  })
  const keys = createKeyring([{ keyId: 'test', bytes: new Uint8Array(32).fill(1) }])
  const vault = await createVault({ ims, store: createMemoryGrantStore(), keys })
  const fetch = createApplication({
    settings: createSettings(sandbox),
    ims,
    vault,
    keys,
    history: listenTo(vault),
    processName: 'Process 1',
    pageFolder,
  })
  return { sandbox, browser: createAppBrowser({ origin, fetch, sandbox }) }
}

function listenTo(vault: Vault): ReturnType<typeof createGrantHistory> {
  const history = createGrantHistory()
  vault.subscribe(({ type, at, grantId }) => {
    if (grantId !== undefined) history.add({ type, at, grantId, process: 'Process 1' })
  })
  return history
}

function createSettings({ origins }: Sandbox): Settings {
  return {
    redirectUri: new URL(`${origin}/auth/callback`),
    credential: {
      clientId: 'commerce-admin',
      clientSecret: 'commerce-admin-secret',
      scopes: 'openid,AdobeID',
      environment: origins.ims,
    },
    commerceOrigin: origins.commerce,
    tenantId: 'WkndTenant01',
    isSandbox: true,
    keys: undefined,
    vaultFolder: 'unused',
    processCount: 2,
    certificate: undefined,
    caPath: undefined,
  }
}

async function text(browser: AppBrowser, path: string): Promise<string> {
  return (await browser.request(path, { headers })).text()
}
