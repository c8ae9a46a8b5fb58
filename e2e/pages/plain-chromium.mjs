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
import { unseenFeatures } from './chromium-features.mjs'

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
      `--disable-features=${unseenFeatures.join()}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exit = once(process_, 'exit')
  const browser = await connect(await readAddress(process_)).catch((error) => {
    process_.kill()
    throw error
  })
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

/**
 * Now and then, while the machine is busy, the first attempt is never answered.
 * @param {string} address
 * @returns {Promise<import('playwright-core').Browser>}
 */
async function connect(address, attempts = 3) {
  try {
    return await chromium.connectOverCDP(address, { noDefaults: true, timeout: 8_000 })
  } catch (error) {
    if (attempts === 1) throw error
    return connect(address, attempts - 1)
  }
}

/**
 * @param {import('node:child_process').ChildProcess} process_
 * @returns {Promise<string>}
 */
function readAddress(process_) {
  return new Promise((resolve, reject) => {
    let said = ''
    // Read to the end, or Chromium's output would fill the pipe and block it.
    process_.stderr?.on('data', (chunk) => {
      said += String(chunk)
      const [, address] = /listening on (ws:\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    process_.once('exit', () =>
      reject(new Error(`Chromium ended before it said where it listens:\n${said}`)),
    )
  })
}
