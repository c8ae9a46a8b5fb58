import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import type { AppBrowser } from '@mudbrick/testing/app-browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startApplication, type StartedApplication } from '../../testing/start-application.ts'

const headers = { 'x-requested-with': 'mudbrick' }

let pageFolder: string

beforeAll(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'commerce-admin-'))
  await writeFile(join(pageFolder, 'index.html'), '<title>Commerce Admin</title>')
})

afterAll(() => rm(pageFolder, { recursive: true }))

describe('createApplication()', () => {
  it('serves the page, and its settings without the secret', async () => {
    const { browser } = await start()
    expect(await text(browser, '/')).toContain('Commerce Admin')
    const settings = await text(browser, '/api/settings')
    expect(JSON.parse(settings)).toMatchObject({ clientId: 'commerce-admin', isSandbox: true })
    expect(settings).not.toContain('secret')
  })

  it("sends the page's calls to Commerce once the user has signed in", async () => {
    const { browser } = await start()
    const path = '/commerce/V1/store/storeConfigs'
    const before = await browser.request(path, { headers })
    await browser.signIn()
    expect([before.status, (await browser.request(path, { headers })).status]).toEqual([401, 200])
  })

  it('does not refresh the token when a role lacks a right', async () => {
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

  it('refreshes the token when the page asks for it', async () => {
    const { browser } = await start()
    await browser.signIn()
    const response = await browser.request('/api/token/refresh', { method: 'POST', headers })
    const { events } = (await response.json()) as { readonly events: readonly object[] }
    expect(events).toMatchObject([{ type: 'refreshed' }, { type: 'created' }])
  })

  it('says that IMS has refused to refresh the token', async () => {
    const { browser, sandbox } = await start()
    await browser.signIn()
    sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
    for (const { id } of sandbox.tokens.list()) sandbox.tokens.end(id)
    const response = await browser.request('/api/token/refresh', { method: 'POST', headers })
    expect([response.status, await response.text()]).toEqual([
      409,
      expect.stringContaining('sign the user in'),
    ])
  })

  it('revokes the grant, and does not accept the cookie any more', async () => {
    const { browser } = await start()
    await browser.signIn()
    const response = await browser.request('/api/token/revoke', { method: 'POST', headers })
    const after = await browser.request('/api/token', { headers })
    expect([response.status, after.status]).toEqual([204, 401])
  })

  it.each([
    ['GET /api/token without the header of the page', '/api/token', {}, 403],
    ['a method that it does not have', '/api/token', { method: 'POST', headers }, 404],
    ['a path that it does not have', '/api/secret', { headers }, 404],
    [
      'a call of Commerce that the page does not need',
      '/commerce/V1/customers/1',
      { headers },
      403,
    ],
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

async function start(): Promise<StartedApplication & { readonly sandbox: Sandbox }> {
  const sandbox = await createSandbox()
  return { sandbox, ...(await startApplication({ sandbox, pageFolder })) }
}

async function text(browser: AppBrowser, path: string): Promise<string> {
  return (await browser.request(path, { headers })).text()
}
