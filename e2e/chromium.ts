import { findChromium } from '../tools/chromium.mjs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { source as axeSource, type run as runAxe } from 'axe-core'

import { unseenFeatures } from './pages/chromium-features.mjs'

// Chromium reads only the last list of features. That is ours, so it repeats those of Playwright that pages need.
const neededByPlaywright = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
]

let launched: Promise<Browser> | undefined

/** A real Chromium without a window, which the stories of a worker share, and which ends with the worker. */
export function shareChromium(): Promise<Browser> {
  launched ??= launchChromium()
  return launched
}

async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    // Playwright lets every page open windows; a user's browser does not.
    ignoreDefaultArgs: ['--disable-popup-blocking'],
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
      `--disable-features=${[...neededByPlaywright, ...unseenFeatures].join()}`,
    ],
  })
}

/** A new user of the browser: nothing stored, every certificate accepted. */
export async function openContext(
  colorScheme: 'light' | 'dark' = 'light',
): Promise<BrowserContext> {
  const browser = await shareChromium()
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    colorScheme,
    viewport: { width: 1280, height: 860 },
  })
  context.setDefaultTimeout(15_000)
  return context
}

/**
 * What axe has against a page once it has come to rest, a line each: a colour on its way from one state to the next
 * has the contrast of neither, so what is found is looked at again before it counts.
 */
export async function findAccessibilityProblems(page: Page): Promise<readonly string[]> {
  let problems = await runAxeIn(page)
  for (let attempt = 0; problems.length > 0 && attempt < 5; attempt += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await page.waitForTimeout(300)
    // oxlint-disable-next-line no-await-in-loop
    problems = await runAxeIn(page)
  }
  return problems
}

/** The same in light and in dark. */
export async function findProblemsInBothSchemes(page: Page): Promise<readonly string[]> {
  const inLight = await findAccessibilityProblems(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const inDark = await findAccessibilityProblems(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...inLight, ...inDark]
}

async function runAxeIn(page: Page): Promise<readonly string[]> {
  const isLoaded = await page.evaluate(() => 'axe' in globalThis)
  if (!isLoaded) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: typeof runAxe } }
    // Passed rules are not reported, and no page loads style sheets from another origin.
    const { violations } = await axe.run({ resultTypes: ['violations'], preload: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  })
}

/** What the page wrote to its console as an error, and what it threw. */
export function listenForErrors(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}
