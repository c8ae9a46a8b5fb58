import { signIn as letImsKnow } from '@mudbrick/sandbox/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import {
  findAccessibilityProblems,
  findProblemsInBothSchemes,
  listenForErrors,
  openContext,
} from './chromium.ts'
import { portOffset, serveWkndSpa, startWorld, type ServedSample, type World } from './world.ts'

let world: World
let spa: ServedSample
let context: BrowserContext
let page: Page
let errors: readonly string[]

beforeAll(async () => {
  ;[world, spa] = await Promise.all([startWorld(), serveWkndSpa()])
})

afterAll(() => Promise.all([spa?.close(), world?.close()]))

beforeEach(async () => {
  world.sandbox.reset()
  context = await openContext()
  page = await context.newPage()
  errors = listenForErrors(page)
})

afterEach(() => context.close())

async function pressLogin(): Promise<void> {
  await page.goto(spa.origin)
  await button('Adobe IMS Login').click()
}

async function typePassword(email: string, password = 'mudbrick'): Promise<void> {
  await page.fill('#email', email)
  await page.fill('#password', password)
  await button('Sign in').click()
}

/** The whole way in, up to the page with the APIs. */
async function signIn(email = 'ada@wknd.test'): Promise<void> {
  await pressLogin()
  await typePassword(email)
  await button('Allow access').click()
  await heading('Invoke AEM APIs').waitFor()
}

/** The same for a user who has signed in and consented before. */
async function signInAtOnce(email = 'ada@wknd.test'): Promise<void> {
  const { sandbox, origins } = world
  await letImsKnow(context, email, { sandbox, clientId: 'wknd-spa', ims: origins.ims })
  await pressLogin()
  await heading('Invoke AEM APIs').waitFor()
}

async function fetchModels(): Promise<void> {
  await button('Fetch Content Fragment Models').click()
}

const button = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name, exact: true })

const heading = (name: string | RegExp): ReturnType<Page['getByRole']> =>
  page.getByRole('heading', { name })

const row = (name: string): ReturnType<Page['getByRole']> => page.getByRole('row', { name })

describe('ada', () => {
  it('signs in, consents, sees models, pages on, signs out, and is asked for her password again', async () => {
    await signIn()
    expect(page.url()).toBe(`${spa.origin}/invoke-aem-apis`)
    await page.getByText('Ada Auster').waitFor()
    expect(await page.getByRole('timer').textContent()).toMatch(/23 h \d+ min/)

    await fetchModels()
    await row('Adventure').waitFor()
    expect(await page.getByRole('row').count()).toBe(11)
    await button('Next').click()
    await page.getByText('Models 11 to 20').waitFor()
    await button('Previous').click()
    await row('Adventure').waitFor()

    await button('Sign out').click()
    await button('Adobe IMS Login').waitFor()
    expect(new URL(page.url()).origin).toBe(spa.origin)
    expect(world.requests).toContain('POST /ims/revoke')
    expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain(
      'eyJ',
    )
    expect(errors).toEqual([])

    await button('Adobe IMS Login').click()
    await page.locator('#password').waitFor()
  })

  it('needs two requests from click to token while IMS knows her, and no preflight', async () => {
    world.requests.length = 0
    await signInAtOnce()
    const untilToken = world.requests.slice(0, world.requests.indexOf('POST /ims/token/v3') + 1)
    expect(untilToken).toEqual(['GET /ims/authorize/v2', 'POST /ims/token/v3'])
  })

  it('stays signed in when the page is loaded again', async () => {
    await signInAtOnce()
    await page.reload()
    await page.getByText('Ada Auster').waitFor()
    await fetchModels()
    await row('Adventure').waitFor()
  })

  it('comes back to the page that sent her to sign in', async () => {
    await page.goto(`${spa.origin}/invoke-aem-apis?from=mail`)
    await button('Adobe IMS Login').click()
    await typePassword('ada@wknd.test')
    await button('Allow access').click()
    await heading('Invoke AEM APIs').waitFor()
    expect(page.url()).toBe(`${spa.origin}/invoke-aem-apis?from=mail`)
  })

  it('signs in with the keyboard alone', async () => {
    await page.goto(spa.origin)
    await tabTo('Adobe IMS Login')
    await page.keyboard.press('Enter')
    await page.locator('#email').focus()
    await page.keyboard.type('ada@wknd.test')
    await page.keyboard.press('Tab')
    await page.keyboard.type('mudbrick')
    await page.keyboard.press('Enter')
    await heading('Allow WKND SPA').waitFor()
    await tabTo('Allow access')
    await page.keyboard.press('Enter')
    await heading('Invoke AEM APIs').waitFor()
    await tabTo('Fetch Content Fragment Models')
    await page.keyboard.press('Enter')
    await row('Adventure').waitFor()
  })

  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
      if (focused.trim() === name) return
    }
    throw new Error(`Tab never came to ${name}.`)
  }
})

describe('another user', () => {
  it('vic sees the models too', async () => {
    await signInAtOnce('vic@wknd.test')
    await fetchModels()
    await row('Adventure').waitFor()
  })

  it('nora is told why she sees nothing', async () => {
    await signInAtOnce('nora@wknd.test')
    await fetchModels()
    await heading('Nothing is readable for Nora Nilsen').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

describe('what goes wrong on the way in', () => {
  it('a wrong password is said on the sign-in page', async () => {
    await pressLogin()
    await typePassword('ada@wknd.test', 'wrong')
    await page.getByText('do not belong together').waitFor()
    await typePassword('ada@wknd.test')
    await button('Allow access').waitFor()
  })

  it('a refused consent is explained, and can be given after all', async () => {
    await pressLogin()
    await typePassword('vic@wknd.test')
    await button('Cancel').click()
    await heading('You were not signed in').waitFor()
    expect(page.url()).toBe(`${spa.origin}/callback`)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await button('Sign in again').click()
    await button('Allow access').click()
    await heading('Invoke AEM APIs').waitFor()
  })

  it.each([
    ['a foreign state', '?code=fake-code&state=foreign'],
    ['no state', '?code=fake-code'],
    ['a bookmark without anything', ''],
  ])('the callback opened with %s asks IMS for nothing', async (_, query) => {
    world.requests.length = 0
    await page.goto(`${spa.origin}/callback${query}`)
    await button('Sign in again').waitFor()
    expect(page.url()).toBe(`${spa.origin}/callback${query}`)
    expect(world.requests).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'the callback is no white page while its script is on its way: %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme })
      let release = (): void => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/*.js', async (route) => {
        await held
        await route.continue()
      })
      await page.goto(`${spa.origin}/callback`, { waitUntil: 'commit' })
      await page.getByText('One moment …').waitFor()
      const readBackground = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      // The text may be there before the style sheet, which nothing is painted without.
      await expect
        .poll(readBackground)
        .toMatch(colorScheme === 'dark' ? /^rgb\(\d{1,2}, / : /^rgb\(2\d\d, /)
      release()
      await page.unrouteAll({ behavior: 'wait' })
    },
  )

  it('the callback opened a second time exchanges no second code', async () => {
    const callback = page.waitForRequest((request) =>
      request.url().startsWith(`${spa.origin}/callback?`),
    )
    await signInAtOnce()
    const url = (await callback).url()
    world.requests.length = 0
    await page.goto(url)
    await heading('Invoke AEM APIs').waitFor()
    expect(world.requests).not.toContain('POST /ims/token/v3')
  })

  it('a code that IMS refuses is explained', async () => {
    await page.route('**/ims/token/v3', (route) => {
      const form = new URLSearchParams(route.request().postData() ?? '')
      form.set('code', 'fake-code')
      return route.continue({ postData: form.toString() })
    })
    await pressLogin()
    await typePassword('ada@wknd.test')
    await button('Allow access').click()
    await button('Sign in again').waitFor()
    expect(await page.textContent('main')).toContain('invalid_grant')
  })

  it('an IMS that cannot be reached is named, with the way to accept its certificate', async () => {
    await page.route('**/ims/token/v3', (route) => route.abort())
    await pressLogin()
    await typePassword('ada@wknd.test')
    await button('Allow access').click()
    await button('Sign in again').waitFor()
    const link = page.getByRole('link', { name: new RegExp(world.origins.ims) }).first()
    expect(await link.evaluate((element: HTMLAnchorElement) => element.href)).toMatch(
      new RegExp(`^${world.origins.ims}/`),
    )
  })
})

describe('what goes wrong later', () => {
  it('an expired token leads to a new sign-in and back', async () => {
    await signInAtOnce()
    world.clock.advance({ hours: 24 })
    await fetchModels()
    await heading('Your sign-in has expired').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await button('Sign in again').click()
    await heading('Invoke AEM APIs').waitFor()
    await fetchModels()
    await row('Adventure').waitFor()
  })

  it('an AEM that cannot be reached is named', async () => {
    await signInAtOnce()
    await page.route(`${world.origins.aem}/**`, (route) => route.abort())
    await fetchModels()
    const link = page.getByRole('link', { name: new RegExp(world.origins.aem) }).first()
    expect(await link.evaluate((element: HTMLAnchorElement) => element.href)).toMatch(
      new RegExp(`^${world.origins.aem}/`),
    )
    await page.unroute(`${world.origins.aem}/**`)
    await button('Try again').click()
    await row('Adventure').waitFor()
  })

  it('signing out works where IMS blocks the revocation', async () => {
    await signInAtOnce()
    await page.route('**/ims/revoke*', (route) => route.abort())
    await button('Sign out').click()
    await button('Adobe IMS Login').waitFor()
  })
})

describe('in light and in dark', () => {
  it('axe finds nothing on any page', async () => {
    await page.goto(spa.origin)
    await button('Adobe IMS Login').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await button('Adobe IMS Login').click()
    await page.locator('#email').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await typePassword('ada@wknd.test', 'wrong')
    await page.getByRole('alert').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await typePassword('ada@wknd.test')
    await button('Allow access').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await button('Allow access').click()
    await heading('Invoke AEM APIs').waitFor()
    await fetchModels()
    await row('Adventure').waitFor()
    expect(await findProblemsInBothSchemes(page)).toEqual([])
    await page.goto(world.origins.home)
    expect(await findProblemsInBothSchemes(page)).toEqual([])
  })
})

describe('with the tutorial’s own .env, whose redirect URI is not registered', () => {
  it('signs in and says which address is registered and which answered', async () => {
    const requested = `https://localhost:${3000 + portOffset}/callback`
    await spa.close()
    spa = await serveWkndSpa({ REACT_APP_REDIRECT_URI: requested })
    await signInAtOnce()
    const notice = await page.getByText(`${requested} is not registered`).textContent()
    expect(notice).toContain(`IMS answered at ${spa.origin}/callback`)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})
