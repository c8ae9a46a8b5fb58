import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect as vitestExpect, test as vitestTest } from 'vitest'

import { shareChromium } from './chromium.ts'

/** What a test file has of `@playwright/test`, on Vitest's runner: as much as the file of the README needs. */
export interface PlaywrightTest<Fixtures> {
  (name: string, body: (fixtures: Fixtures) => Promise<void>): void
  extend<More>(fixtures: object): PlaywrightTest<Fixtures & More>
}

interface OwnFixtures {
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
}

interface Options {
  readonly proxy: { readonly server: string } | undefined
  readonly ignoreHTTPSErrors: boolean
}

export const test: PlaywrightTest<OwnFixtures> = vitestTest.extend<OwnFixtures & Options>({
  proxy: undefined,
  ignoreHTTPSErrors: false,
  // Fixtures of Vitest's say in the pattern which others they need.
  // oxlint-disable-next-line no-empty-pattern
  browser: async ({}, use) => {
    const browser = await shareChromium()
    await use(browser)
  },
  context: async ({ browser, proxy, ignoreHTTPSErrors }, use) => {
    const context = await browser.newContext({ ignoreHTTPSErrors, ...(proxy && { proxy }) })
    context.setDefaultTimeout(15_000)
    await use(context)
    await context.close()
  },
  page: async ({ context }, use) => use(await context.newPage()),
})

/** Waits, as Playwright's does. */
export function expect(locator: Locator): { toBeVisible(): Promise<void> } {
  return {
    toBeVisible: async () => {
      await locator.waitFor()
      vitestExpect(await locator.isVisible()).toBe(true)
    },
  }
}
