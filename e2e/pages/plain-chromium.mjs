// @ts-check
// A Chromium as people have it: of a window's tabs one is visible, and the others may be frozen. Playwright makes
// every page of a browser that it launches itself look visible and focused, and such pages do not freeze.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium } from 'playwright-core'

import { findChromium } from '../../tools/chromium.mjs'

const allowThirdPartyCookies = {
  profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
}

/**
 * @typedef {object} PlainChromiumOptions
 * @property {boolean} [hasThirdPartyCookies] Whether a site in a frame of another gets its cookies.
 */

/** @typedef {Awaited<ReturnType<typeof launchPlainChromium>>} PlainChromium */

/** @param {PlainChromiumOptions} [options] */
export async function launchPlainChromium({ hasThirdPartyCookies = false } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'mudbrick-chromium-'))
  if (hasThirdPartyCookies) {
    await mkdir(join(profile, 'Default'))
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(allowThirdPartyCookies))
  }
  const process_ = spawn(
    await findChromium(),
    [
      '--headless',
      '--no-sandbox',
      '--ignore-certificate-errors',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exit = once(process_, 'exit')
  const browser = await chromium.connectOverCDP(await readAddress(process_), { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium came without a profile to open tabs in.')
  context.setDefaultTimeout(15_000)
  return {
    context,
    async close() {
      await browser.close()
      process_.kill()
      await exit
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** @param {import('node:child_process').ChildProcess} process_ */
async function readAddress(process_) {
  let said = ''
  for await (const chunk of process_.stderr ?? []) {
    said += String(chunk)
    const [, address] = /listening on (ws:\S+)/.exec(said) ?? []
    if (address !== undefined) return address
  }
  throw new Error(`Chromium ended before it said where it listens:\n${said}`)
}
