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
let context: BrowserContext
let page: Page
let errors: readonly string[]

beforeAll(async () => {
  ;[world, sample] = await Promise.all([startWorld(), serveCommerceAdmin()])
})

afterAll(() => Promise.all([sample?.close(), world?.close()]))

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

/** Signs somebody in of whom IMS has nothing left to ask. */
async function signIn(user: 'cora' | 'vic'): Promise<void> {
  const { sandbox, origins } = world
  const options = { sandbox, clientId: 'commerce-admin', ims: origins.ims }
  await letImsKnow(context, `${user}@wknd.test`, options)
  await page.goto(`${sample.origin}/auth/sign-in`, { waitUntil: 'commit' })
  await page.getByRole('heading', { name: /^Commerce, as / }).waitFor()
}

const countRequests = (request: string): number =>
  world.requests.filter((sent) => sent === request).length

/** What the app's server sends from now on, but for what was built before there was a token. */
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

/** What a process says when it is asked for the token of this browser's user. */
async function askForToken(): Promise<Answer> {
  const headers = { 'x-requested-with': 'mudbrick' }
  const response = await context.request.get(`${sample.origin}/api/token`, { headers })
  return { process: response.headers()['x-answered-by'] ?? '', status: response.status() }
}

/** The status that each process answers with. */
async function askBothProcesses(): Promise<readonly number[]> {
  const answers = new Map<string, number>()
  const ask = async (): Promise<number> => {
    const { process: name, status } = await askForToken()
    return answers.set(name, status).size
  }
  // They take turns, but the page asks too, and one that has been killed is away for a moment.
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
    // IMS does not know her any more.
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
    expect(cookies.map(({ httpOnly, secure }) => [httpOnly, secure])).toEqual([[true, true]])
    expect(errors).toEqual([])
  })

  it('goes on when a process is killed, and meets another in its place', async () => {
    await signIn('cora')
    const pids = panel('Your token').getByText(/^pid \d+$/)
    await expect.poll(() => pids.count(), patient).toBe(2)
    const [first = ''] = await pids.allTextContents()
    const pid = Number(first.slice('pid '.length))
    // It is given a connection that it cannot take before it ends: nobody may wait for it.
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

  it('revokes her grant: her cookie is worth nothing to either process, and IMS is told', async () => {
    await signIn('cora')
    await page.getByText('America/New_York').waitFor()
    expect(await askBothProcesses()).toEqual([200, 200])
    await button('Revoke').click()
    await page.getByRole('heading', { name: 'The grant was revoked' }).waitFor()
    // A second at most, for the process that was not told.
    await expect.poll(askBothProcesses, patient).toEqual([401, 401])
    await page.getByRole('link', { name: 'Sign in with Adobe' }).waitFor()
    await expect.poll(() => countRequests('POST /ims/revoke'), patient).toBeGreaterThan(0)
    await page.getByRole('heading', { name: 'Sandbox users' }).waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })
})

describe('vic, whose role lacks the rights', () => {
  it('is told which one is missing, and stays signed in with the token that he has', async () => {
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

describe('the page', () => {
  it('can be used by everybody: with the keyboard alone, in light and dark, in a window of 320 px', async () => {
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
