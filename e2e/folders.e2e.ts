import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { SandboxSnapshot } from '@mudbrick/sandbox'
import { signIn } from '@mudbrick/sandbox/playwright'
import { findAccessibilityProblems, openContext } from './chromium.ts'
import { serveWkndSpa, startWorld, type ServedSample, type World } from './world.ts'

let world: World
let spa: ServedSample
let context: BrowserContext
let page: Page
/** The sandbox as it is just after a sign-in, so that its tokens are good. */
let signedIn: SandboxSnapshot

beforeAll(async () => {
  ;[world, spa] = await Promise.all([startWorld(), serveWkndSpa()])
})

afterAll(() => Promise.all([spa?.close(), world?.close()]))

beforeEach(() => {
  world.sandbox.faults.clear()
  world.sandbox.restore(signedIn)
})

/** Signs in a user whom IMS knows already, for all stories of a group. */
function signInFirst(email: string): void {
  beforeAll(async () => {
    const { sandbox, origins } = world
    sandbox.reset()
    context = await openContext()
    page = await context.newPage()
    await signIn(context, email, { sandbox, clientId: 'wknd-spa', ims: origins.ims })
    await page.goto(spa.origin)
    await button('Adobe IMS Login').click()
    await page.getByRole('tab', { name: 'Assets - Folders API' }).waitFor()
    signedIn = sandbox.snapshot()
  })

  afterAll(() => context.close())
}

/** Opens a folder of the DAM. */
async function openFolder(path = '/content/dam/wknd-shared'): Promise<void> {
  await page.goto(`${spa.origin}/invoke-aem-apis?api=folders&path=${path}`)
}

const button = (name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

const row = (name: string): Locator => page.getByRole('row', { name: new RegExp(`^${name}`) })

const dialog = (): Locator => page.locator('[role=dialog], [role=alertdialog]')

const text = (words: string | RegExp): Locator => page.getByText(words).first()

async function createFolder(title: string): Promise<void> {
  await button('Create folders').click()
  await dialog().getByLabel('Title').fill(title)
  await dialog().getByRole('button', { name: 'Create', exact: true }).click()
}

/** Gives the page another width: below about 450 pixels the tabs are a picker. */
async function resizeTo(width: number): Promise<void> {
  await page.setViewportSize({ width, height: 860 })
}

async function deleteFolder(
  name: string,
  options: { readonly recursive?: boolean } = {},
): Promise<void> {
  await row(name).focus()
  await page.keyboard.press('Space')
  await button('Delete 1 folder').click()
  if (options.recursive === true) {
    await dialog().getByText('Also delete everything that lies in them').click()
  }
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click()
}

describe('ada, in the tab Assets - Folders API', () => {
  signInFirst('ada@wknd.test')

  it('lists folders, goes into one and back', async () => {
    await openFolder()
    await row('English').waitFor()
    await page.getByRole('link', { name: 'English' }).click()
    await row('Adventures').waitFor()
    await page.getByRole('link', { name: 'WKND Shared' }).click()
    await row('Deutsch').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('pages through sixteen adventures', async () => {
    await openFolder('/content/dam/wknd-shared/en/adventures')
    await text('Folders 1 to 10, more follow').waitFor()
    await button('Next').click()
    await text('Folders 11 to 16 of 16').waitFor()
  })

  it('creates a folder and deletes it again', async () => {
    await openFolder()
    await createFolder('Über the Mountains')
    await row('Über the Mountains').waitFor()
    await deleteFolder('Über the Mountains')
    await row('Über the Mountains').waitFor({ state: 'detached' })
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('sees the conflict that hides inside a 200', async () => {
    await openFolder()
    await createFolder('en')
    await dialog()
      .getByText(/already|exists/i)
      .first()
      .waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('deletes a full folder only with all that lies in it, and waits for the job', async () => {
    await openFolder()
    await deleteFolder('Français')
    await dialog()
      .getByText(/not empty/i)
      .first()
      .waitFor()
    await dialog().getByText('Also delete everything that lies in them').click()
    await dialog().getByRole('button', { name: 'Try again' }).click()
    await row('Français').waitFor({ state: 'detached' })
    expect(world.requests.some((request) => request.includes('/adobe/folders/jobs/'))).toBe(true)
  })

  it('finds each request in the Network panel, without her token', async () => {
    await openFolder()
    await row('English').waitFor()
    await page.getByRole('button', { name: /^Network/ }).click()
    await page.getByRole('list', { name: 'Requests' }).waitFor()
    expect(await page.content()).toContain('/adobe/folders?path=')
    expect(await page.content()).not.toContain('eyJ')
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('vic, who may read', () => {
  signInFirst('vic@wknd.test')

  it('sees folders, and is told in words that he may not create any', async () => {
    await openFolder()
    await row('English').waitFor()
    await createFolder('Mine')
    await dialog().getByText('You may not do this').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('keeps the dialog and the refusal when the tabs become a picker during the request', async () => {
    const { requests, sandbox } = world
    const isAsked = (): boolean => requests.includes('POST /adobe/folders')
    await openFolder()
    await row('English').waitFor()
    requests.length = 0
    sandbox.faults.add({ match: 'POST /adobe/folders', delayMs: 1500 })
    await createFolder('Mine')
    await expect.poll(isAsked).toBe(true)
    await resizeTo(400)
    await dialog().getByText('You may not do this').waitFor()
    expect(await dialog().getByLabel('Title').inputValue()).toBe('Mine')
    await resizeTo(1280)
    await page.getByRole('tab').first().waitFor({ state: 'attached' })
    expect(await dialog().getByText('You may not do this').isVisible()).toBe(true)
  })
})

describe('nora, who may not', () => {
  signInFirst('nora@wknd.test')

  it('sees nothing, and is told why', async () => {
    await openFolder()
    await text(/Nothing is readable|product profile/).waitFor()
    expect(await row('English').count()).toBe(0)
  })
})

describe('what AEM does when all goes wrong', () => {
  signInFirst('ada@wknd.test')

  it.each([
    [
      'sleeps',
      { body: { type: 'text/html', text: '<html></html>' } },
      'The AEM environment is asleep',
    ],
    ['fails', { status: 500 }, 'AEM is in trouble'],
    ['is gone', { drop: true }, 'AEM could not be reached'],
  ])('when it %s, the page says so', async (_, fault, title) => {
    await openFolder()
    await row('English').waitFor()
    world.sandbox.faults.add({ match: '* /adobe/*', ...fault })
    await button('Refresh').click()
    await text(title).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it.each([
    [
      'a scope is missing',
      { detail: 'The access token is missing required scopes.' },
      'The access token lacks a scope',
      'REACT_APP_ADC_SCOPES',
    ],
    [
      'the API key is wrong',
      { error_code: '403003', message: 'Api Key is invalid' },
      'The API key is not the client ID of the token',
      'REACT_APP_ADC_CLIENT_ID',
    ],
  ])('when %s, the page says so and names the file to change', async (_, body, title, file) => {
    world.sandbox.faults.add({
      match: 'GET /adobe/folders',
      status: 403,
      body: { type: 'application/json', text: JSON.stringify(body) },
    })
    await openFolder()
    await text(title).waitFor()
    expect(await page.textContent('main')).toContain(file)
  })

  it('when its client is not on the allow-list, the page names api.yaml', async () => {
    const clientAllowList = 'kind: API\ndata:\n  allowedClientIDs:\n    author: [other]\n'
    world.sandbox.configureAem({ clientAllowList })
    await openFolder()
    await text('AEM does not let this app in').waitFor()
    expect(await page.textContent('main')).toContain('api.yaml')
  })

  it('when it is slow, the page shows that it waits', async () => {
    world.sandbox.faults.add({ match: 'GET /adobe/folders', delayMs: 1500 })
    await openFolder()
    await page.getByRole('progressbar').first().waitFor()
    await row('English').waitFor()
  })

  it('with a policy that forgets the folders, it names the CORS policy', async () => {
    world.sandbox.configureAem({
      corsPolicies: {
        'narrow.cfg.json': JSON.stringify({
          alloworiginregexp: ['https://localhost:[0-9]+'],
          allowedpaths: ['/adobe/sites/.*'],
          supportedmethods: ['GET'],
          supportedheaders: ['Authorization'],
        }),
      },
    })
    await openFolder()
    await text("AEM's CORS policy does not allow this page").waitFor()
    expect(await page.textContent('main')).toContain('CORSPolicyImpl')
  })
})
