import { signIn as letImsKnow } from '@mudbrick/sandbox/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import {
  findAccessibilityProblems,
  findProblemsInBothSchemes,
  listenForErrors,
  openContext,
} from './chromium.ts'
import {
  portOffset,
  serveExpressEmbed,
  startWorld,
  type ServedSample,
  type World,
} from './world.ts'

const fallbackOrigin = `https://127.0.0.1:${8000 + portOffset}`

let world: World
let sample: ServedSample
let context: BrowserContext
let page: Page
let errors: readonly string[]

beforeAll(async () => {
  ;[world, sample] = await Promise.all([startWorld(), serveExpressEmbed()])
})

afterAll(() => Promise.all([sample?.close(), world?.close()]))

beforeEach(async () => {
  world.sandbox.reset()
  world.requests.length = 0
  context = await openContext()
  page = await context.newPage()
  errors = listenForErrors(page)
  await page.goto(sample.origin)
})

afterEach(() => context.close())

const button = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name: new RegExp(`^${name}`) })

const account = (text: string): ReturnType<Page['locator']> =>
  page.locator('#account').getByText(text)

const alert = (text: string): ReturnType<Page['getByRole']> =>
  page.getByRole('alert').getByText(text)

const poster = (): ReturnType<Page['getByRole']> => page.getByRole('img', { name: /^A poster/ })

/** Presses a button that opens a popup, and gives the popup. */
async function openPopup(name = 'Create'): Promise<Page> {
  const opened = context.waitForEvent('page')
  await button(name).click()
  const popup = await opened
  await popup.waitForURL(`${world.origins.ims}/**`)
  return popup
}

async function signIn(popup: Page, decision: 'Allow access' | 'Cancel' = 'Allow access') {
  await popup.getByRole('button', { name: /ada@wknd\.test/ }).click()
  await popup.getByRole('button', { name: decision }).click()
}

/** Signs in ada, who has signed in and consented before, so that the popup closes at once. */
async function signInAtOnce(): Promise<void> {
  const { sandbox, origins } = world
  const options = { sandbox, clientId: 'express-embed', ims: origins.ims }
  await letImsKnow(context, 'ada@wknd.test', options)
  await button('Create').click()
  await poster().waitFor()
}

/** What a browser with a window would do: without one, Chromium fires neither. */
async function comeBack(): Promise<void> {
  await page.evaluate(() => {
    window.dispatchEvent(new Event('blur'))
    window.dispatchEvent(new Event('focus'))
  })
}

const tokenRequests = (): number =>
  world.requests.filter((request) => request === 'POST /ims/token/v3').length

describe('the first thing that ada does', () => {
  it('shows that IMS is the sandbox, where no real password belongs', async () => {
    await page.getByText('Sandbox, not Adobe').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })

  it('asks her to sign in in a popup, which closes, and is done then', async () => {
    const popup = await openPopup()
    await account('Signing in').waitFor()
    const closed = popup.waitForEvent('close')
    await signIn(popup)
    await closed
    await poster().waitFor()
    await account('Ada Auster').waitFor()
    expect(page.url()).toBe(`${sample.origin}/`)
    expect(errors).toEqual([])
  })

  it('needs two requests from click to token while IMS knows her, and no preflight', async () => {
    await signInAtOnce()
    const untilToken = world.requests.slice(0, world.requests.indexOf('POST /ims/token/v3') + 1)
    expect(untilToken).toEqual(['GET /ims/authorize/v2', 'POST /ims/token/v3'])
  })

  it('leaves no code in the popup’s address or history', async () => {
    await page.evaluate(() => {
      // The popup stays open, so that it can be looked at: no page acknowledges.
      BroadcastChannel.prototype.postMessage = () => {}
    })
    const popup = await openPopup()
    await page.close()
    await signIn(popup)
    await popup.getByRole('alert').waitFor()
    expect(popup.url()).toBe(`${sample.origin}/redirect.html`)
    const html = await popup.content()
    expect(html).not.toMatch(/code=|state=/)
    expect(await findAccessibilityProblems(popup)).toEqual([])
    await popup.goBack().catch(() => {})
    expect(popup.url()).not.toContain('code=')
  })
})

describe('what ada does next', () => {
  it('asks her nothing in this session, also when the page is loaded again, and sends her token', async () => {
    await signInAtOnce()
    await button('Change colours').click()
    await page.getByRole('cell', { name: 'Change colours' }).waitFor()
    await button('Resize').click()
    await page.getByRole('cell', { name: 'Resize' }).waitFor()
    expect(await page.getByRole('row').count()).toBe(4)

    await page.reload()
    await account('Ada Auster').waitFor()
    const download = page.waitForEvent('download')
    await button('Download').click()
    expect((await download).suggestedFilename()).toBe('poster.svg')
    expect(context.pages()).toHaveLength(1)
    expect(tokenRequests()).toBe(1)
  })

  it('signs out, after which she is asked for her password again', async () => {
    await signInAtOnce()
    const cameBack = page.waitForEvent('load')
    await button('Sign out').click()
    await cameBack
    await account('Not signed in').waitFor()
    expect(world.requests).toContain('POST /ims/revoke')
    expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain(
      'eyJ',
    )
    const popup = await openPopup()
    await popup.getByLabel('Password').waitFor()
  })
})

describe('a sign-in that fails', () => {
  it('is explained when she cancels', async () => {
    const popup = await openPopup()
    const closed = popup.waitForEvent('close')
    await signIn(popup, 'Cancel')
    await closed
    await alert('You did not allow the access').waitFor()
    await account('Not signed in').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('ends when she cancels it in the page, with its window', async () => {
    const popup = await openPopup()
    const closed = popup.waitForEvent('close')
    await button('Cancel').click()
    await closed
    await page.getByText('Your poster appears here').waitFor()
    await account('Not signed in').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await signIn(await openPopup())
    await poster().waitFor()
  })

  it('is explained when she closes the window, and can be tried again', async () => {
    await (await openPopup()).close()
    await comeBack()
    await alert('The sign-in window was closed').waitFor()
    await account('Not signed in').waitFor()
    expect(tokenRequests()).toBe(0)
    await signIn(await openPopup())
    await poster().waitFor()
  })

  it('is explained when the browser blocks the window, as it does without a click', async () => {
    // All that Playwright itself does in a page counts as a click, so this has to happen without it.
    await page.addInitScript(() => {
      let hasClicked = false
      const timer = setInterval(() => {
        const create = document.querySelector<HTMLButtonElement>('#create:enabled')
        if (!hasClicked) create?.click()
        hasClicked ||= create !== null
        const isDone = hasClicked && document.querySelector('[role=alert]:not(:empty)') !== null
        if (isDone) clearInterval(timer)
        if (isDone) console.info('An alert is shown.')
      }, 100)
    })
    const shown = page.waitForEvent('console', (message) => message.text() === 'An alert is shown.')
    await page.goto(sample.origin)
    await shown
    await alert('The browser blocked the sign-in window').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('an IMS that cuts its popups off (Cross-Origin-Opener-Policy: same-origin)', () => {
  beforeEach(() => {
    world.sandbox.changeBehavior({ crossOriginOpenerPolicy: 'same-origin' })
  })

  it('signs ada in, although the popup seems closed from the start', async () => {
    const popup = await openPopup()
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    const closed = popup.waitForEvent('close')
    await signIn(popup)
    await closed
    await poster().waitFor()
  })

  it('takes her for gone when she comes back, and signs her in when she goes on in the popup', async () => {
    const popup = await openPopup()
    await comeBack()
    await alert('The sign-in window was closed').waitFor()
    await signIn(popup)
    await account('Ada Auster').waitFor()
  })
})

describe('a page that is loaded anew while its popup is open', () => {
  it('is signed in by it', async () => {
    const popup = await openPopup()
    await page.reload()
    await account('Not signed in').waitFor()
    const closed = popup.waitForEvent('close')
    await signIn(popup)
    await closed
    await account('Ada Auster').waitFor()
  })

  it('is signed in by it even when the answer comes first', async () => {
    const popup = await openPopup()
    const elsewhere = `${sample.origin}/favicon.svg`
    await page.goto(elsewhere)
    await signIn(popup)
    await popup.getByRole('alert').getByText('The sign-in did not reach the app').waitFor()
    const closed = popup.waitForEvent('close')
    await page.goto(sample.origin)
    await closed
    await account('Ada Auster').waitFor()
  })
})

describe('a double click', () => {
  it('opens one window', async () => {
    const opened = context.waitForEvent('page')
    await button('Create').dblclick()
    await (await opened).waitForURL(`${world.origins.ims}/**`)
    expect(context.pages()).toHaveLength(2)
  })
})

describe('the tutorial’s trap', () => {
  it('is explained by the redirect page at 127.0.0.1, with nothing secret in it', async () => {
    const popup = await openPopup('Ask with a redirect URI')
    await signIn(popup)
    const explanation = popup.getByRole('alert')
    await explanation.waitFor()
    const text = (await explanation.textContent()) ?? ''
    expect(text).toContain(`Open the app at ${fallbackOrigin}`)
    expect(text).toContain('default redirect URI')
    expect(popup.url()).toBe(`${fallbackOrigin}/redirect.html`)
    expect(await popup.content()).not.toMatch(/code=|state=/)
    expect(await findAccessibilityProblems(popup)).toEqual([])
    expect(tokenRequests()).toBe(0)
    await popup.close()
    await comeBack()
    await page.locator('#trap-result').getByText('no user was signed in').waitFor()
    await account('Not signed in').waitFor()
  })
})

describe('the page at 127.0.0.1, where the default redirect URI is', () => {
  it('has no trap to explain, and leads to where there is one', async () => {
    await page.goto(fallbackOrigin)
    const link = page.getByRole('link', { name: 'the page at localhost' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(sample.origin)
    expect(await button('Ask with a redirect URI').isVisible()).toBe(false)
    expect(await page.locator('#trap-lesson').isVisible()).toBe(false)
  })
})

describe('a code that is intercepted', () => {
  it('is refused without its verifier', async () => {
    const popup = await openPopup('Intercept a code')
    await signIn(popup)
    const result = page.locator('#intercept-result')
    await result.getByText('Adobe IMS has refused it').waitFor()
    expect(await result.textContent()).toContain('invalid_grant')
    expect(await result.textContent()).not.toMatch(/code=[^•]/)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('the redirect page opened directly', () => {
  it('explains what it is for', async () => {
    await page.goto(`${sample.origin}/redirect.html`)
    await page.getByRole('alert').getByText('There is no sign-in to finish here').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('the page', () => {
  it('is accessible in light and in dark, and fits into 320 pixels', async () => {
    await page.setViewportSize({ width: 320, height: 860 })
    await button('Create').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await signInAtOnce()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    await page.setViewportSize({ width: 1280, height: 860 })
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280)
  })

  it('is used with the keyboard alone', async () => {
    await page.keyboard.press('Tab')
    const opened = context.waitForEvent('page')
    await page.keyboard.press('Enter')
    await signIn(await opened)
    await poster().waitFor()
  })
})

describe('the page at http://localhost:8000, as the tutorial allows for tests', () => {
  it('signs ada in at the same IMS', async () => {
    await sample.close()
    sample = await serveExpressEmbed({ EXPRESS_HTTPS: 'false' })
    allowPlainRedirect()
    await page.goto(sample.origin)
    expect(sample.origin).toMatch(/^http:/)
    await signInAtOnce()
    await account('Ada Auster').waitFor()
    // The default redirect URI is https all the same.
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      button('Ask with a redirect URI').click(),
    ])
    await popup.getByRole('alert').waitFor()
    expect(popup.url()).toBe(`${fallbackOrigin}/redirect.html`)
  })
})

function allowPlainRedirect(): void {
  const credential = world.sandbox.credentials
    .list()
    .find(({ clientId }) => clientId === 'express-embed')
  if (credential?.type !== 'single-page-app') throw new Error('The seed lacks express-embed.')
  const plain = `http://localhost:${8000 + portOffset}/redirect\\.html`
  const redirectUriPatterns = [...credential.redirectUriPatterns, plain]
  world.sandbox.credentials.put({ ...credential, redirectUriPatterns })
}
