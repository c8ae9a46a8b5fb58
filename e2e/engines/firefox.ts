import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { findFirefox } from '../../tools/engines.mjs'
import { findFreePort, stop, type Engine } from './engine.ts'
import { connectToFirefox, type Ask } from './marionette.ts'
import { commands, createDriver, retry, type Driver, type Send } from './webdriver.ts'

/** Firefox, which lets a test also do what its settings do. */
export interface Firefox extends Engine {
  /** "Block cookies and site data" for one site, as in Firefox's settings. */
  readonly blockSiteData: (origin: string) => Promise<void>
}

/** A new user's Firefox without a window on the screen; it has real focus all the same. */
export async function launchFirefox(): Promise<Firefox> {
  const [path, port, profile] = await Promise.all([
    findFirefox(),
    findFreePort(),
    mkdtemp(join(tmpdir(), 'mudbrick-firefox-')),
  ])
  await writeFile(join(profile, 'user.js'), renderPreferences(port))
  const firefox = spawn(
    path,
    [
      '--headless',
      '--no-remote',
      '--marionette',
      '--remote-allow-system-access',
      '--profile',
      profile,
    ],
    // As root, Firefox refuses a home folder of another user.
    { env: { ...process.env, HOME: profile }, stdio: 'ignore' },
  )
  const ask = await retry('Firefox does not answer.', () => connectToFirefox(port))
  const send = sendBy(ask)
  const session = await send('newSession', { acceptInsecureCerts: true })
  const { capabilities } = session as { readonly capabilities: { readonly browserVersion: string } }
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    driver: createDriver(send) satisfies Driver,
    blockSiteData: (origin) => blockSiteData(ask, origin),
    async close() {
      await stop(firefox)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function sendBy(ask: Ask): Send {
  return async (command, parameters) => {
    const result = await ask(commands[command].name, parameters)
    // Firefox puts a lone value into an object, and lists and sessions not.
    return isWrapped(result) ? result.value : result
  }
}

function isWrapped(result: unknown): result is { readonly value: unknown } {
  return typeof result === 'object' && result !== null && 'value' in result
}

async function blockSiteData(ask: Ask, origin: string): Promise<void> {
  const script = `
    const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(arguments[0])
    Services.perms.addFromPrincipal(principal, 'cookie', Services.perms.DENY_ACTION)`
  await ask('Marionette:SetContext', { value: 'chrome' })
  await ask('WebDriver:ExecuteScript', { script, args: [origin] })
  await ask('Marionette:SetContext', { value: 'content' })
}

function renderPreferences(port: number): string {
  const preferences = {
    'marionette.port': port,
    'app.update.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'browser.aboutwelcome.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'services.settings.server': 'data:,',
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  }
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')
}
