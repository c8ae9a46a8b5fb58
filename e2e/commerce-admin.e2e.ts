import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { signIn as letImsKnow } from '@mudbrick/sandbox/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import {
  findAccessibilityProblems,
  findProblemsInBothSchemes,
  listenForErrors,
  openContext,
} from './chromium.ts'
import { serveCommerceAdmin, startWorld, type ServedSample, type World } from './world.ts'

let world: World
let sample: ServedSample
let vaultFolder: string
let context: BrowserContext
let page: Page
let errors: readonly string[]

beforeAll(async () => {
  vaultFolder = await mkdtemp(join(tmpdir(), 'commerce-admin-'))
  ;[world, sample] = await Promise.all([
    startWorld(),
    serveCommerceAdmin({ COMMERCE_VAULT_FOLDER: vaultFolder }),
  ])
})

afterAll(async () => {
  await Promise.all([sample?.close(), world?.close()])
  await rm(vaultFolder, { recursive: true, force: true })
})

beforeEach(async () => {
  world.sandbox.reset()
  world.requests.length = 0
  context = await openContext()
  page = await context.newPage()
  errors = listenForErrors(page)
})

afterEach(() => context.close())

const button = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name, exact: true })

const panel = (name: string): ReturnType<Page['getByRole']> => page.getByRole('region', { name })

const patient = { timeout: 10_000 }

/** Signs in a user who has a session at IMS and has consented, so that IMS shows no page. */
async function signIn(user: 'cora' | 'vic', browserPage = page): Promise<void> {
  const { sandbox, origins } = world
  const options = { sandbox, clientId: 'commerce-admin', ims: origins.ims }
  await letImsKnow(browserPage.context(), `${user}@wknd.test`, options)
  await browserPage.goto(`${sample.origin}/auth/sign-in`, { waitUntil: 'commit' })
  await browserPage.getByRole('heading', { name: /^Commerce, as / }).waitFor()
}

const countRequests = (request: string): number =>
  world.requests.filter((sent) => sent === request).length

/** Collects what the app's server sends from now on, without the files of the built page. */
function collectBodies(): readonly Promise<string>[] {
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url())
    if (origin !== sample.origin || pathname.startsWith('/assets/')) return
    bodies.push(response.text().catch(() => ''))
  })
  return bodies
}

interface Answer {
  readonly process: string
  readonly status: number
}

const headers = { 'x-requested-with': 'mudbrick' }

/** Asks the next process about the token of a browser's user. */
async function askForToken(browser = context): Promise<Answer> {
  const response = await browser.request.get(`${sample.origin}/api/token`, { headers })
  return { process: response.headers()['x-answered-by'] ?? '', status: response.status() }
}

/** Returns the status that each process answers with. */
async function askBothProcesses(browser = context): Promise<readonly number[]> {
  const answers = new Map<string, number>()
  const ask = async (): Promise<number> => {
    const { process: name, status } = await askForToken(browser)
    return answers.set(name, status).size
  }
  // They take turns, but the page asks too, and a killed one needs a moment until it is replaced.
  await expect.poll(ask, { ...patient, interval: 20 }).toBe(2)
  return [...answers.values()]
}

describe('cora', () => {
  it('signs in, comes back to where she was, searches products with her own rights, and signs out', async () => {
    await page.goto(`${sample.origin}/?tab=products&order=-price`)
    await page.getByRole('link', { name: 'Sign in with Adobe' }).click()
    await page.getByRole('button', { name: /^cora@wknd\.test/ }).click()
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByText('Products 1 to 20 of 520').waitFor()
    await page.getByLabel('Name has').fill('tent')
    // In a narrow window the tabs become a picker, and the form keeps what is in it.
    await page.setViewportSize({ width: 340, height: 860 })
    await page.getByRole('tab').first().waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 1280, height: 860 })
    await page.getByLabel('Price to').fill('300')
    await button('Search').click()
    await page.getByText(/^Products 1 to 20 of \d\d$/).waitFor()
    await button('Next').click()
    await page.getByText(/^Products 21 to /).waitFor()
    expect(new URL(page.url()).search).toBe('?tab=products&name=tent&to=300&order=-price&page=2')

    await page.goBack()
    await page.getByText('Products 1 to 20').waitFor()
    await page.getByLabel('Name has').fill('no such thing')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'No product agrees with this search' }).waitFor()
    await button('Show all products').click()
    await page.getByText('Products 1 to 20 of 520').waitFor()

    await page.getByRole('tab', { name: 'Store configurations' }).click()
    await page.getByText('America/New_York').waitFor()
    expect(errors).toEqual([])

    await button('Sign out').click()
    await page.getByRole('link', { name: 'Sign in with Adobe' }).click()
    // She has no session at IMS any more.
    await page.getByLabel('Password').waitFor()
    expect(countRequests('POST /ims/revoke')).toBeGreaterThan(0)
  })

  it('has her token refreshed by one process, for both, and none in her browser', async () => {
    const bodies = collectBodies()
    await signIn('cora')
    await page.getByText('America/New_York').waitFor()
    await button('Refresh now').click()
    await panel('Your token')
      .getByText(/^Refreshed by Process \d\.$/)
      .waitFor()
    const [refreshed] = await panel('Your token').locator('dd time').allTextContents()
    await expect.poll(() => panel('Your token').getByText(`refreshed ${refreshed}`).count()).toBe(2)
    expect(countRequests('POST /ims/token/v3')).toBe(2)

    const found = await page.evaluate(() =>
      JSON.stringify([document.cookie, sessionStorage, localStorage]),
    )
    expect(found).toBe('["",{},{}]')
    // Tokens of IMS are JWTs, which begin so.
    expect((await Promise.all(bodies)).filter((body) => body.includes('eyJ'))).toEqual([])
    const cookies = await context.cookies(sample.origin)
    // One names the grant; the other is left of the sign-in, for ten minutes.
    expect(cookies.map(({ httpOnly, secure }) => [httpOnly, secure])).toEqual([
      [true, true],
      [true, true],
    ])
    expect(errors).toEqual([])
  })

  it('goes on when a process is killed, and finds another in its place', async () => {
    await signIn('cora')
    const pids = panel('Your token').getByText(/^pid \d+$/)
    await expect.poll(() => pids.count(), patient).toBe(2)
    const [first = ''] = await pids.allTextContents()
    const pid = Number(first.slice('pid '.length))
    // It gets a connection that it cannot take before it ends: no caller may wait for it.
    process.kill(pid, 'SIGSTOP')
    const asked = [askForToken(), askForToken(), askForToken()]
    await Promise.race(asked)
    process.kill(pid, 'SIGKILL')
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await askBothProcesses()).toEqual([200, 200])
    await button('Refresh now').click()
    await pids.getByText(first).waitFor({ state: 'detached' })
    await button('Ask Commerce again').click()
    await panel('Calls').getByText(/^200/).nth(2).waitFor()
  })

  it('revokes her grant: neither process accepts her cookie, and IMS revokes the tokens', async () => {
    await signIn('cora')
    await page.getByText('America/New_York').waitFor()
    expect(await askBothProcesses()).toEqual([200, 200])
    await button('Revoke').click()
    await page.getByRole('heading', { name: 'The grant was revoked' }).waitFor()
    // After a second at most, also at the other process.
    await expect.poll(askBothProcesses, patient).toEqual([401, 401])
    await page.getByRole('link', { name: 'Sign in with Adobe' }).waitFor()
    await expect.poll(() => countRequests('POST /ims/revoke'), patient).toBeGreaterThan(0)
    await page.getByRole('heading', { name: 'Sandbox users' }).waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })
})

describe('vic, whose role lacks the rights', () => {
  it('is told which right is missing, and stays signed in with the same token', async () => {
    await signIn('vic')
    const notice = page.getByRole('alert')
    await notice.getByRole('heading', { name: 'Your role lacks a right' }).waitFor()
    expect(await notice.textContent()).toContain('Magento_Backend::store')
    await page.getByRole('tab', { name: 'Products' }).click()
    await notice.getByText('Magento_Catalog::products').first().waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Commerce, as Vic Verweij' }).waitFor()
    await notice.waitFor()
    expect(countRequests('POST /ims/token/v3')).toBe(1)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('the sessions of cora, who is signed in with two browsers', () => {
  let otherContext: BrowserContext
  let other: Page

  beforeEach(async () => {
    otherContext = await openContext()
    other = await otherContext.newPage()
    // Other stories leave sessions of hers, which both processes forget within a second.
    await signIn('cora', other)
    await otherContext.request.delete(`${sample.origin}/api/sessions`, { headers })
    await other.waitForTimeout(1_000)
    await signIn('cora', other)
    await signIn('cora')
    await page.getByRole('tab', { name: 'Your sessions' }).click()
    await page.getByText('You are signed in 2 times, this session included.').waitFor()
  })

  afterEach(() => otherContext.close())

  const otherSession = (): ReturnType<Page['getByRole']> =>
    page.getByRole('button', { name: /^Sign out the session of / })

  it('all end when she signs out everywhere: within a second, at both processes', async () => {
    await button('Sign out everywhere').click()
    const dialog = page.getByRole('alertdialog', { name: 'Sign out everywhere?' })
    await dialog.getByText('2 sessions end, this one included.').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await dialog.getByRole('button', { name: 'End 2 sessions' }).click()
    await page.getByRole('heading', { name: 'You are signed out everywhere' }).waitFor()
    await page.waitForTimeout(1_000)
    expect([...(await askBothProcesses()), ...(await askBothProcesses(otherContext))]).toEqual([
      401, 401, 401, 401,
    ])
    await page.getByText('2 sessions ended, this one included.').waitFor()
    await page.getByRole('link', { name: 'Sign in with Adobe' }).waitFor()
    await other.getByRole('heading', { name: 'Your session has ended' }).waitFor()
    await expect.poll(() => countRequests('POST /ims/revoke'), patient).toBeGreaterThan(1)
    const trail = await readFile(join(vaultFolder, 'audit.log'), 'utf8')
    expect(trail.match(/"reason":"sign-out-everywhere"/g)?.length).toBeGreaterThan(1)
  })

  it('go on here when she signs the other one out', async () => {
    await page.getByRole('row').filter({ hasText: 'This session' }).waitFor()
    await otherSession().click()
    await page.getByText(/^The session of .+ is signed out\.$/).waitFor()
    await page.getByText('You are signed in here only.').waitFor()
    expect(await otherSession().count()).toBe(0)
    await page.waitForTimeout(1_000)
    expect([...(await askBothProcesses()), ...(await askBothProcesses(otherContext))]).toEqual([
      200, 200, 401, 401,
    ])
    await other.getByRole('heading', { name: 'Your session has ended' }).waitFor()
    const trail = await readFile(join(vaultFolder, 'audit.log'), 'utf8')
    expect(trail).toContain('"reason":"sign-out-session"')
  })

  it('can be ended with the keyboard alone', async () => {
    const focused = page.locator(':focus')
    await page.getByRole('tab', { name: 'Your sessions' }).focus()
    for (const key of ['Tab', 'Tab', 'Tab', 'ArrowDown', 'ArrowLeft']) {
      // oxlint-disable-next-line no-await-in-loop
      await page.keyboard.press(key)
    }
    expect(await focused.getAttribute('aria-label')).toMatch(/^Sign out the session of /)
    await page.keyboard.press('Enter')
    await page.getByText('You are signed in here only.').waitFor()
    expect(await focused.textContent()).toMatch(/^The session of .+ is signed out\.$/)

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').waitFor()
    expect(await focused.textContent()).toBe('Cancel')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await focused.textContent()).toBe('Sign out everywhere')
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Tab')
    expect(await focused.textContent()).toBe('End 1 session')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You are signed out everywhere' }).waitFor()
    expect(await focused.textContent()).toBe('Call Commerce as yourself')
  })

  it('are shown in light and dark, and in a window of 320 px', async () => {
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 860 })
    const list = page.getByRole('list', { name: 'Your sessions' })
    await list.getByText('This session').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    await otherSession().click()
    await page.getByText('You are signed in here only.').waitFor()
    expect(errors).toEqual([])
  })

  it('come with a reason when they cannot be read or ended', async () => {
    const detail = 'The store is locked: try again.'
    await page.route('**/api/sessions', (route) =>
      route.fulfill({ status: 503, json: { status: 503, detail } }),
    )
    await button('Read the list again').click()
    const alert = page.getByRole('alert')
    await alert.getByRole('heading', { name: 'Your sessions could not be read' }).waitFor()
    await alert.getByText(detail).waitFor()
    await button('Sign out everywhere').click()
    await button('End 2 sessions').click()
    await page.getByRole('heading', { name: 'You are not signed out everywhere' }).waitFor()
    expect(await askBothProcesses(otherContext)).toEqual([200, 200])

    await page.unroute('**/api/sessions')
    await page.route('**/api/sessions', async (route) => {
      const response = await route.fetch()
      const { sessions } = (await response.json()) as { readonly sessions: readonly object[] }
      const json = { isUserKnown: false, count: 1, sessions: sessions.slice(0, 1) }
      await route.fulfill({ response, json })
    })
    await page.reload()
    await page.getByRole('heading', { name: 'This server does not know who you are' }).waitFor()
    expect(await button('Sign out everywhere').count()).toBe(0)
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })
})

describe('the page', () => {
  it('works with the keyboard alone, in light and dark, and in a window of 320 px', async () => {
    await signIn('cora')
    await page.getByText('America/New_York').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    await page.getByText('Products 1 to 20 of 520').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])

    await page.getByLabel('Name has').focus()
    await page.keyboard.type('mont blanc')
    await page.keyboard.press('Enter')
    await page.waitForURL(/name=mont\+blanc$/)
    await page.getByRole('row', { name: 'Map of Mont Blanc' }).waitFor()
    await page.goBack()
    await page.getByText('Products 1 to 20 of 520').waitFor()

    await page.setViewportSize({ width: 320, height: 860 })
    await page.getByRole('list', { name: 'Products' }).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})
