// @ts-check
import { chromium } from 'playwright-core'

import { findChromium } from '../../tools/chromium.mjs'

/** A Chromium of whose tabs each looks visible. */
export async function launchChromium() {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  return { context, close: () => browser.close() }
}
