import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { findAccessibilityProblems, findProblemsInBothSchemes, openContext } from './chromium.ts'
import { serveWkndSpa, startWorld, type ServedSample, type World } from './world.ts'

let world: World
let spa: ServedSample
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[world, spa] = await Promise.all([startWorld(), serveWkndSpa()])
})

afterAll(() => Promise.all([spa?.close(), world?.close()]))

beforeEach(async () => {
  world.sandbox.reset()
  context = await openContext()
  page = await context.newPage()
})

afterEach(() => context.close())

const open = async (path: string): Promise<void> => {
  await page.goto(world.origins.home + path)
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
}

async function signIn(email: string, from: Page): Promise<void> {
  await from.goto(spa.origin)
  await from.getByRole('button', { name: 'Adobe IMS Login', exact: true }).click()
  await from.getByRole('button', { name: new RegExp(email) }).click()
  await from.getByRole('button', { name: 'Allow access' }).click()
  await from.getByRole('heading', { name: 'Invoke AEM APIs' }).waitFor()
}

/** What went wrong in the newest flow of an application, as its page says it. */
async function readCause(app: string): Promise<string> {
  await open(`/flows?app=${app}`)
  await page.getByRole('list').getByRole('link').first().click()
  return page.getByRole('article').getByText('What went wrong').locator('..').innerText()
}

describe('the overview', () => {
  it('says that this browser gets to every service, and who can sign in', async () => {
    await open('/')
    await expect.poll(() => page.getByText('Gets there', { exact: true }).count()).toBe(3)
    await page.getByRole('rowheader', { name: 'ada@wknd.test' }).waitFor()
    await page.getByRole('rowheader', { name: 'wknd-spa', exact: true }).waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })

  it('names the service that this browser does not get to, and leaves no trace in the journal', async () => {
    await page.route(`${world.origins.aem}/**`, (route) => route.abort())
    await open('/')
    const row = page.getByRole('row', { name: /AEM author/ })
    await row.getByText('Does not get there').waitFor()
    expect(world.sandbox.journal.exchanges({ service: 'ims' })).toEqual([])
  })
})

describe('the flows', () => {
  it('show a sign-in while it happens, step by step', async () => {
    await open('/flows')
    await page.getByText('No flows yet').waitFor()
    await signIn('ada@wknd.test', await context.newPage())
    const row = page.getByRole('link', { name: /Sign-in.*wknd-spa · ada@wknd\.test.*Succeeded/ })
    await row.click()
    await page.getByRole('heading', { name: 'Sign-in of ada@wknd.test' }).waitFor()
    for (const step of [1, 2, 3, 4, 5]) {
      // oxlint-disable-next-line no-await-in-loop
      await page.getByRole('button', { name: `Step ${step} of the tutorial` }).waitFor()
    }
    await page.getByRole('button', { name: /POST \/ims\/token/ }).click()
    await page.getByRole('heading', { name: 'Token request with a code' }).waitFor()
    await page.getByText('Passed: PKCE: does the verifier belong to the challenge?').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('have no secret in the page until it is asked for, and then until it is hidden', async () => {
    await signIn('ada@wknd.test', await context.newPage())
    await open('/flows?kind=sign-in')
    await page.getByRole('list').getByRole('link').first().click()
    await page.getByRole('button', { name: /200 with an access token/ }).click()
    await page.getByText('<access_token ').first().waitFor()
    const hasToken = async (): Promise<boolean> => (await page.content()).includes('eyJ')
    expect(await hasToken()).toBe(false)
    await page.getByRole('button', { name: 'Show secrets' }).click()
    await expect.poll(hasToken).toBe(true)
    await page.getByRole('button', { name: 'Hide secrets' }).click()
    expect(await hasToken()).toBe(false)
  })

  it('can be read in the dark and on a narrow page, by the keyboard too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await signIn('ada@wknd.test', await context.newPage())
    await page.setViewportSize({ width: 360, height: 800 })
    await open('/flows')
    const list = page.getByRole('list').getByRole('link')
    await list.first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'All flows' }).waitFor()
    const isWider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    expect(isWider).toBe(false)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('say so when a flow has left the journal', async () => {
    await open('/flows/12345')
    await page.getByText('This flow has left the journal').waitFor()
  })

  it('say that the sandbox is gone, and go on when it is back', async () => {
    await open('/flows')
    await page.route('**/control/**', (route) => route.abort())
    await page.evaluate(() => globalThis.dispatchEvent(new Event('offline')))
    await page.reload()
    await page.getByText('The sandbox does not answer', { exact: true }).waitFor()
    await page.unroute('**/control/**')
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
  })
})

describe('the cause of a failure', () => {
  const callAem = async (
    email: string,
    headers: Readonly<Record<string, string>>,
    clientId = 'wknd-spa',
  ) => {
    const token = await world.sandbox.tokens.issue({ user: email, clientId })
    const from = await context.newPage()
    await from.goto(spa.origin)
    await from.evaluate(
      (call: { address: string; headers: Record<string, string> }) =>
        fetch(call.address, { headers: call.headers }).catch(() => undefined),
      {
        address: `${world.origins.aem}/adobe/sites/cf/models`,
        headers: { authorization: `Bearer ${token}`, ...headers },
      },
    )
    await from.close()
  }
  const authorize = (parameters: Readonly<Record<string, string>>): string =>
    `${world.origins.ims}/ims/authorize/v2?${new URLSearchParams({
      client_id: 'wknd-spa',
      response_type: 'code',
      scope: 'openid',
      state: 's',
      nonce: 'n',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      redirect_uri: `${spa.origin}/callback`,
      ...parameters,
    })}`

  it('is read for a wrong client id', async () => {
    await page.goto(authorize({ client_id: 'unknown-app' }))
    await page.getByRole('link', { name: 'See what happened, and what to change' }).click()
    const cause = await page.getByText('What went wrong').locator('..').innerText()
    expect(cause).toContain('client')
  })

  it('is read for a refused consent', async () => {
    await page.goto(authorize({}))
    await page.getByRole('button', { name: /ada@wknd/ }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.waitForURL(/callback/)
    expect(await readCause('wknd-spa')).toMatch(/refused|declined|consent|allow/i)
  })

  it('is read for a wrong verifier', async () => {
    await page.goto(authorize({ redirect_uri: `${spa.origin}/callback` }))
    await page.getByRole('button', { name: /ada@wknd/ }).click()
    await page.route(`${spa.origin}/callback*`, (route) => route.fulfill({ body: 'kept' }))
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.waitForURL(/[?&]code=/)
    await context.request.post(`${world.origins.ims}/ims/token/v3`, {
      form: {
        grant_type: 'authorization_code',
        client_id: 'wknd-spa',
        code: new URL(page.url()).searchParams.get('code') ?? '',
        code_verifier: 'x'.repeat(43),
      },
    })
    expect(await readCause('wknd-spa')).toMatch(/verifier/)
  })

  it('is read for CORS, the allow-list and a missing right', async () => {
    await callAem('ada@wknd.test', { 'x-unknown': '1' })
    await open('/flows?service=aem')
    await page.getByRole('list').getByRole('link').first().click()
    expect(await page.getByText('What went wrong').locator('..').innerText()).toMatch(
      /x-unknown|header/,
    )

    world.sandbox.journal.clear()
    world.sandbox.configureAem({
      clientAllowList:
        'kind: "API"\nversion: "1"\nmetadata:\n  envTypes: ["dev"]\ndata:\n  allowedClientIDs:\n    author: ["other"]\n',
    })
    await callAem('ada@wknd.test', {})
    expect(await readCause('wknd-spa')).toMatch(/allow-list|allow list/)

    world.sandbox.reset()
    await callAem('nora@wknd.test', {})
    expect(await readCause('wknd-spa')).toMatch(/product profile/)
  })
})

describe('clock and faults', () => {
  it('move the time, and break an endpoint that is then seen in the flow', async () => {
    await open('/clock')
    const before = world.sandbox.clock.now()
    await page.getByRole('button', { name: 'Move ahead', exact: true }).click()
    await expect.poll(() => world.sandbox.clock.now() - before).toBeGreaterThan(86_000_000)
    await page.getByText('1 d ahead of this computer').waitFor()
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('rowheader', { name: 'POST /ims/token/*' }).waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])

    const app = await context.newPage()
    await app.goto(spa.origin)
    await app.getByRole('button', { name: 'Adobe IMS Login', exact: true }).click()
    await app.getByRole('button', { name: /ada@wknd/ }).click()
    await app.getByRole('button', { name: 'Allow access' }).click()
    await page.getByText(/1 of 1|Nothing goes wrong/).waitFor()
    expect(await readCause('wknd-spa')).toMatch(/fault/i)
  })

  it('refuse a fault that cannot be, at its field', async () => {
    await open('/clock')
    await page.getByRole('combobox', { name: 'Requests' }).fill('nonsense')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByText(/match/).first().waitFor()
    expect(world.sandbox.faults.list()).toEqual([])
  })
})
