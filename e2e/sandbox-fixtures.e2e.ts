import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { listen } from '@mudbrick/sandbox/node'
import {
  openAdobeProxy,
  signIn,
  signInThroughForm,
  type AdobeProxy,
} from '@mudbrick/sandbox/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext, shareChromium } from './chromium.ts'

const ims = 'https://ims-na1.adobelogin.com'
const aem = 'https://author-p1-e1.adobeaemcloud.com'

/** Whichever are free. */
const anyPorts = { home: 0, ims: 0, aem: 0, commerce: 0 }

let browser: Browser
let sandbox: Sandbox
let proxy: AdobeProxy
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await shareChromium()
})

beforeEach(async () => {
  sandbox = await createSandbox()
  proxy = await openAdobeProxy(sandbox)
  context = await browser.newContext({
    ignoreHTTPSErrors: true,
    proxy: { server: proxy.address },
  })
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
})

afterEach(async () => {
  await context.close()
  await proxy.close()
})

describe('openAdobeProxy()', () => {
  it('shows each redirect of IMS as one', async () => {
    const statuses: number[] = []
    page.on('response', (answer) => statuses.push(answer.status()))
    await page.goto(authorizationUrl())
    await page.click('button:has-text("ada@wknd.test")')
    await page.waitForSelector('button[value=allow]')
    expect(statuses).toEqual([200, 303, 200])
  })

  it('shows the sandbox’s own pages, to which an error page of IMS leads', async () => {
    await page.goto(`${ims}/ims/authorize/v2?client_id=none`)
    await page.click('text=See what happened')
    expect(page.url()).toMatch(/^https:\/\/sandbox\.test\/flows\/[0-9a-f]{32}$/)
    await page.goto(sandbox.origins.home)
    await page.waitForSelector('text=ada@wknd.test')
  })

  it('lets the CORS policy of AEM decide, which no preflight of a foreign page passes', async () => {
    await page.goto(`${ims}/ims/keys`)
    const answer = page.evaluate(
      (address) => fetch(address, { headers: { authorization: 'Bearer fake' } }),
      `${aem}/adobe/folders`,
    )
    await expect(answer).rejects.toThrow('Failed to fetch')
    expect(sandbox.journal.last({ service: 'aem' })).toMatchObject({ method: 'OPTIONS' })
  })

  it('answers in a pop-up that opens at IMS', async () => {
    await page.goto(`${ims}/ims/keys`)
    const opened = page.waitForEvent('popup')
    await page.evaluate((address) => void open(address), authorizationUrl())
    expect(await (await opened).title()).toContain('Sign in')
  })

  it('answers for another host of Adobe with a sentence that names it', async () => {
    await page.goto('https://www.adobe.com/')
    expect(await page.textContent('body')).toContain('www.adobe.com')
  })

  it('passes on what is for this computer', async () => {
    const running = await createSandbox({ scheme: 'http' })
    const { origins, close } = await listen(running, { ports: anyPorts })
    await page.goto(origins.home)
    expect(await page.title()).toContain('Mudbrick sandbox')
    await close()
  })
})

describe('signIn()', () => {
  it('signs a user in under the names of Adobe, so that IMS asks only for consent', async () => {
    await signIn(page, 'ada@wknd.test', { sandbox })
    await page.goto(authorizationUrl())
    expect(await page.textContent('main')).toContain('Ada')
    expect(await page.isVisible('button[value=allow]')).toBe(true)
  })

  it('leaves nothing to ask where the user has allowed the application everything', async () => {
    await signIn(page, 'ada@wknd.test', { sandbox, clientId: 'wknd-spa' })
    const address = await catchCallback(() => page.goto(authorizationUrl()))
    expect(address.searchParams.has('code')).toBe(true)
  })

  it('signs a user in at a sandbox that listens', async () => {
    const running = await createSandbox({ scheme: 'http' })
    const { origins, close } = await listen(running, { ports: anyPorts })
    const own = await openContext()
    const ownPage = await own.newPage()
    await signIn(ownPage, 'vic@wknd.test', { sandbox: running, ims: origins.ims })
    await ownPage.goto(authorizationUrl(origins.ims))
    expect(await ownPage.textContent('main')).toContain('Vic')
    await own.close()
    await close()
  })

  it('says who may be signed in where the user is unknown', async () => {
    await expect(signIn(page, 'eve@wknd.test', { sandbox })).rejects.toThrow(/ada@wknd\.test/)
  })

  it('says which applications there are where the client id is unknown', async () => {
    await expect(signIn(page, 'ada@wknd.test', { sandbox, clientId: 'other' })).rejects.toThrow(
      /"other".*wknd-spa/,
    )
  })
})

describe('signInThroughForm()', () => {
  it('signs in and allows the application what it asks for', async () => {
    await page.goto(authorizationUrl())
    const address = await catchCallback(() => signInThroughForm(page, 'ada@wknd.test'))
    expect(address.searchParams.has('code')).toBe(true)
  })

  it('needs no consent page', async () => {
    sandbox.consents.grant({
      user: 'ada@wknd.test',
      clientId: 'wknd-spa',
      scopes: ['AdobeID', 'openid'],
    })
    await page.goto(authorizationUrl())
    const address = await catchCallback(() => signInThroughForm(page, 'ada@wknd.test'))
    expect(address.searchParams.has('code')).toBe(true)
  })

  it('says in the words of IMS that the password is wrong', async () => {
    await page.goto(authorizationUrl())
    await expect(signInThroughForm(page, 'ada@wknd.test', { password: 'wrong' })).rejects.toThrow(
      /do not belong together/,
    )
  })
})

function authorizationUrl(origin = ims): string {
  const parameters = new URLSearchParams({
    client_id: 'wknd-spa',
    response_type: 'code',
    scope: 'AdobeID,openid',
    state: 'state-123',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  return `${origin}/ims/authorize/v2?${parameters}`
}

/** Where the browser was sent. Nothing listens there, so that it fails on arrival. */
async function catchCallback(act: () => Promise<unknown>): Promise<URL> {
  const request = page.waitForRequest((asked) => new URL(asked.url()).pathname === '/callback')
  await act().catch(() => undefined)
  return new URL((await request).url())
}
