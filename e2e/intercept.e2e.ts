import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { interceptAdobe } from '@mudbrick/sandbox/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'

const ims = 'https://ims-na1.adobelogin.com'
const app = 'https://localhost:3001'

describe('a page whose app knows only the hosts of Adobe', () => {
  let sandbox: Sandbox
  let context: BrowserContext
  let page: Page

  beforeEach(async () => {
    sandbox = await createSandbox()
    context = await openContext()
    await interceptAdobe(context, { sandbox })
    page = await context.newPage()
    // The app is a page of its own, since the browser follows the last redirect on its own.
    await page.route(`${app}/`, (route) => route.fulfill({ contentType: 'text/html', body: 'app' }))
  })

  afterEach(() => context.close())

  it('shows the sign-in page under the address of IMS', async () => {
    await page.goto(authorizationUrl())
    expect([new URL(page.url()).origin, await page.title()]).toEqual([
      ims,
      expect.stringContaining('Sign in'),
    ])
  })

  it('leads through sign-in and consent back to the redirect URI, with a code', async () => {
    expect((await signIn(page)).searchParams.get('code')).not.toBeNull()
  })

  it('keeps the browser session, so that the next sign-in asks nothing', async () => {
    await signIn(page)
    const address = await catchCallback(page, () => page.goto(authorizationUrl()))
    expect(address.searchParams.get('code')).not.toBeNull()
  })

  it('leads from the sign-in form to the consent page by a redirect, as IMS does', async () => {
    await page.goto(authorizationUrl())
    await page.click('button:has-text("ada@wknd.test")')
    await page.waitForSelector('button[value=allow]')
    const redirects = await page.evaluate(
      () => performance.getEntriesByType('navigation')[0]?.toJSON().redirectCount,
    )
    expect(redirects).toBe(1)
  })

  it('answers where a server of the app redirects to IMS', async () => {
    using server = await redirectTo(authorizationUrl())
    await page.goto(server.address)
    await page.waitForURL(`${ims}/**`)
    expect(await page.title()).toContain('Sign in')
  })

  it('answers a fetch that a server of the app redirects to AEM', async () => {
    using server = await redirectTo('https://author-p1-e1.adobeaemcloud.com/adobe/folders')
    await page.goto(`${server.address}app`)
    await page.evaluate(() => fetch('/', { mode: 'no-cors' }))
    expect(sandbox.journal.last()).toMatchObject({ path: '/adobe/folders', status: 401 })
  })

  it('lets a page of the app call AEM', async () => {
    await page.goto(`${app}/`)
    const status = await page.evaluate(async () => {
      const answer = await fetch('https://author-p1-e1.adobeaemcloud.com/adobe/folders')
      return answer.status
    })
    expect(status).toBe(401)
  })

  it('answers another host of Adobe with a sentence that names it', async () => {
    await page.goto('https://www.adobe.com/')
    expect(await page.textContent('body')).toContain('www.adobe.com')
  })
})

/** The server of an app: it redirects every request except those for the app itself. */
async function redirectTo(location: string): Promise<Disposable & { readonly address: string }> {
  const server = createServer(({ url }, answer) => {
    if (url === '/app') answer.writeHead(200, { 'content-type': 'text/html' }).end('app')
    else answer.writeHead(302, { location }).end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { address: `http://localhost:${port}/`, [Symbol.dispose]: () => server.close() }
}

function authorizationUrl(): string {
  const parameters = new URLSearchParams({
    client_id: 'wknd-spa',
    redirect_uri: `${app}/callback`,
    response_type: 'code',
    scope: 'AdobeID,openid',
    state: 'state-123',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  return `${ims}/ims/authorize/v2?${parameters}`
}

async function signIn(page: Page): Promise<URL> {
  await page.goto(authorizationUrl())
  await page.fill('input[name=email]', 'ada@wknd.test')
  await page.fill('input[name=password]', 'mudbrick')
  await page.click('form:has(input[name=password]) button')
  return catchCallback(page, () => page.click('button[value=allow]'))
}

/** Where the browser was sent. Nothing listens there, so that it fails on arrival. */
async function catchCallback(page: Page, act: () => Promise<unknown>): Promise<URL> {
  const request = page.waitForRequest((asked) => asked.url().startsWith(`${app}/callback`))
  await act().catch(() => undefined)
  return new URL((await request).url())
}
