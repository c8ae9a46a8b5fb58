import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { interceptAdobe } from '@mudbrick/sandbox/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { launchChromium, openContext } from './chromium.ts'

const ims = 'https://ims-na1.adobelogin.com'
const app = 'https://localhost:3001'

describe('a page whose app knows only the hosts of Adobe', () => {
  let browser: Browser
  let sandbox: Sandbox
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    browser = await launchChromium()
  })

  afterAll(() => browser.close())

  beforeEach(async () => {
    sandbox = await createSandbox()
    context = await openContext(browser)
    await interceptAdobe(context, { sandbox })
    page = await context.newPage()
    // The app is a page of its own, since the browser follows the last redirect by itself.
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
