// @ts-check
import { createServer } from 'node:https'

import { chromium } from 'playwright-core'

import { findChromium } from '../../tools/chromium.mjs'

import { AuthorizationServer } from './authorization-server.mjs'
import { bundle } from './bundle.mjs'
import { programPath } from './programs.mjs'

const page = '<!doctype html><title>Bench</title><script type="module" src="/program.js"></script>'

/**
 * A real Chromium, an authorization server, and an app at another origin that serves one program at a time.
 * @param {{ certificate: string, key: string }} certificate
 */
export async function openBench({ certificate, key }) {
  const server = new AuthorizationServer({ certificate, key })
  await server.listen()
  /** @type {Uint8Array} */
  let program = new Uint8Array()
  const app = createServer({ cert: certificate, key }, ({ url }, response) => {
    const isProgram = url === '/program.js'
    response.writeHead(200, { 'content-type': isProgram ? 'text/javascript' : 'text/html' })
    response.end(isProgram ? program : page)
  })
  await new Promise((resolve) => app.listen(0, 'localhost', () => resolve(undefined)))
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  })
  return { server, version: browser.version(), signIn, close }

  /**
   * Signs in with a program in a browser that has stored nothing.
   * @param {string} name
   */
  async function signIn(name) {
    const origin = `https://localhost:${portOf(app)}`
    program = await bundleToRun(name, server.origin, origin)
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const tab = await context.newPage()
    tab.setDefaultTimeout(15_000)
    await tab.goto(origin)
    await tab.waitForFunction('globalThis.program !== undefined')
    server.requests.length = 0
    // The page that would answer is left by what it is asked.
    await tab.evaluate('void program.login()')
    await tab.waitForURL((url) => url.pathname === '/callback')
    await tab.waitForFunction('globalThis.program !== undefined')
    const token = await tab.evaluate('program.callback().then(() => program.token())')
    if (typeof token !== 'string') throw new Error(`${name} gives ${token} for a token.`)
    // Until the token: what comes beside and after it is told apart.
    const last = server.requests.findLastIndex((request) => /^POST .*\/token/.test(request))
    const requests = server.requests.slice(0, last + 1)
    await tab.waitForTimeout(300)
    return { tab, context, token, requests, later: server.requests.slice(last + 1) }
  }

  async function close() {
    await browser.close()
    app.closeAllConnections()
    app.close()
    server.close()
  }
}

/**
 * @param {string} name
 * @param {string} authority
 * @param {string} origin
 */
function bundleToRun(name, authority, origin) {
  const path = JSON.stringify(programPath(name))
  const render = `import { createRoot } from 'react-dom/client'
    program.mount((element) => createRoot(document.createElement('div')).render(element))`
  const contents = `import * as program from ${path}
    ${name.startsWith('react') ? render : ''}
    globalThis.program = program`
  return bundle({
    stdin: { contents, resolveDir: new URL('.', import.meta.url).pathname },
    constants: { AUTHORITY: authority, CLIENT_ID: 'bench', REDIRECT_URI: `${origin}/callback` },
  })
}

/** @param {import('node:https').Server} server */
function portOf(server) {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
