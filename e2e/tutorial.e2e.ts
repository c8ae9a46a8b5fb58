import { createServer, type Server } from 'node:https'
import { once } from 'node:events'

import { scopes } from '@mudbrick/testing/sandbox-user'
import type { Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { portOffset, startWorld, type World } from './world.ts'

/**
 * A page of our own that sends what the tutorial's code sends, weaknesses included: no state, the verifier and
 * the token in localStorage, the redirect URI of its own origin, a Content-Type on GET.
 */
const tutorialPage = (ims: string, aem: string, redirectUri: string): string => `<!doctype html>
<title>As in the tutorial</title>
<button id="login">Adobe IMS Login</button>
<button id="models">Fetch Content Fragment Models</button>
<output></output>
<script type="module">
  const clientId = 'wknd-spa'
  const show = (text) => { document.querySelector('output').textContent = text }
  const base64Url = (bytes) => btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

  document.querySelector('#login').onclick = async () => {
    const verifier = base64Url(crypto.getRandomValues(new Uint8Array(32)))
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    localStorage.setItem('code_verifier', verifier)
    location.href = '${ims}/ims/authorize/v2?' + new URLSearchParams({
      client_id: clientId, scope: '${scopes}', response_type: 'code', redirect_uri: '${redirectUri}',
      code_challenge_method: 'S256', code_challenge: base64Url(new Uint8Array(hash)),
    })
  }

  const code = new URLSearchParams(location.search).get('code')
  if (location.pathname === '/callback' && code) {
    const response = await fetch('${ims}/ims/token/v3', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code', client_id: clientId,
        code_verifier: localStorage.getItem('code_verifier'), code, redirect_uri: location.origin + '/callback',
      }),
    })
    if (response.ok) localStorage.setItem('adobe_ims_access_token', (await response.json()).access_token)
    show(response.ok ? 'signed in' : 'token request failed')
  }

  document.querySelector('#models').onclick = async () => {
    // The host name of the tutorial's .env ends in a slash, and the path begins with one.
    const response = await fetch('${aem}/' + '/adobe/sites/cf/models?cursor=0&limit=10&projection=summary', {
      headers: {
        Authorization: 'Bearer ' + localStorage.getItem('adobe_ims_access_token'),
        'Content-Type': 'application/json',
      },
    })
    show(response.ok ? (await response.json()).items.map((item) => item.name).join(', ') : response.status)
  }
</script>`

let world: World
let server: Server
const origin = `https://localhost:${3001 + portOffset}`

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world?.close())

async function serveTutorial(redirectUri: string): Promise<void> {
  const page = tutorialPage(world.origins.ims, world.origins.aem, redirectUri)
  const { certificate: cert, key } = world.certificate
  server = createServer({ cert, key }, (_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
  })
  await once(server.listen(3001 + portOffset, 'localhost'), 'listening')
}

async function closeTutorial(): Promise<void> {
  server.closeAllConnections()
  await once(server.close(), 'close')
}

async function signIn(page: Page): Promise<void> {
  await page.goto(origin)
  await page.click('#login')
  await page.fill('#email', 'ada@wknd.test')
  await page.fill('#password', 'mudbrick')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const consent = page.getByRole('button', { name: 'Allow access' })
  const result = page.locator('output:not(:empty)')
  await consent.or(result).first().waitFor()
  if (await consent.isVisible()) await consent.click()
  await result.waitFor()
}

describe('the tutorial’s own requests, in Chromium', () => {
  it('sign in and list ten models', async () => {
    await serveTutorial(`${origin}/callback`)
    const context = await openContext()
    const page = await context.newPage()
    await signIn(page)
    expect(await page.textContent('output')).toBe('signed in')

    const requests: Request[] = []
    page.on('request', (request) => requests.push(request))
    await page.click('#models')
    await page.waitForFunction(() => document.querySelector('output')?.textContent !== 'signed in')
    expect(await page.textContent('output')).toMatch(/^Adventure, Article, Author, Camping /)
    expect(requests.at(-1)?.url()).toContain('//adobe/sites/cf/models?cursor=0')

    await context.close()
    await closeTutorial()
  })

  it('sign in with the printed .env too, which asks for a port that is not registered', async () => {
    await serveTutorial(`https://localhost:${3000 + portOffset}/callback`)
    const context = await openContext()
    const page = await context.newPage()
    await signIn(page)
    expect(page.url()).toContain(`${origin}/callback?code=`)
    expect(await page.textContent('output')).toBe('signed in')
    await context.close()
    await closeTutorial()
  })
})
