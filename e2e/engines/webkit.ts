import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import { findWebKit } from '../../tools/engines.mjs'
import { findFreePort, stop, type Engine } from './engine.ts'
import { commands, createDriver, retry, type Send } from './webdriver.ts'

/** A new user's WebKitGTK, the engine of Safari, in its MiniBrowser, on a screen that is not there. */
export async function launchWebKit(): Promise<Engine> {
  const [{ driver, browser, screen }, port] = await Promise.all([findWebKit(), findFreePort()])
  const display = await startScreen(screen)
  const server = spawn(driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display.name, WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
    stdio: 'ignore',
  })
  const { send, version } = await openSession(`http://127.0.0.1:${port}`, browser)
  return {
    version: `WebKitGTK ${version}`,
    driver: createDriver(send),
    async close() {
      await stop(server)
      await stop(display.process)
    },
  }
}

/** Xvfb chooses a number that is free, and writes it. */
async function startScreen(path: string): Promise<{ name: string; process: ChildProcess }> {
  const screen = spawn(
    path,
    ['-displayfd', '1', '-screen', '0', '1280x860x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const [number] = (await once(screen.stdout, 'data')) as [Buffer]
  return { name: `:${number.toString().trim()}`, process: screen }
}

async function openSession(
  origin: string,
  browser: string,
): Promise<{ readonly send: Send; readonly version: string }> {
  const alwaysMatch = {
    acceptInsecureCerts: true,
    'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
  }
  const session = (await retry('WebKit does not answer.', () =>
    request('POST', `${origin}/session`, { capabilities: { alwaysMatch } }),
  )) as { readonly sessionId: string; readonly capabilities: { readonly browserVersion: string } }
  const send: Send = (command, parameters = {}) => {
    const { method, path } = commands[command]
    const address = path.replace('{id}', String(parameters['id']))
    return request(method, `${origin}/session/${session.sessionId}${address}`, parameters)
  }
  return { send, version: session.capabilities.browserVersion }
}

async function request(method: string, address: string, body: object): Promise<unknown> {
  const hasBody = method === 'POST'
  const response = await fetch(address, { method, ...(hasBody && { body: JSON.stringify(body) }) })
  const { value } = (await response.json()) as { readonly value: unknown }
  if (!response.ok) throw new Error(`WebKit refuses ${method} ${address}: ${JSON.stringify(value)}`)
  return value
}
