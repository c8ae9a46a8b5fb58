import { findChromium } from '../tools/chromium.mjs'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  type Page,
} from 'playwright-core'
import { source as axeSource, type run as runAxe } from 'axe-core'

/** A real Chromium without a window. Its own conversations with the internet are switched off. */
export async function launchChromium(
  options: Pick<LaunchOptions, 'ignoreDefaultArgs'> = {},
): Promise<Browser> {
  return chromium.launch({
    ...options,
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

/** A new user of the browser: nothing stored, every certificate accepted. */
export async function openContext(
  browser: Browser,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<BrowserContext> {
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

async function runAxeIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: typeof runAxe } }
    const { violations } = await axe.run()
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
