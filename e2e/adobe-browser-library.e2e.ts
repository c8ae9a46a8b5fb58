import { once } from 'node:events'
import { createServer, type Server } from 'node:https'

import { codeVerifier } from '@mudbrick/testing/sandbox-user'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { portOffset, startWorld, type World } from './world.ts'

/**
 * A page that asks IMS as Adobe's own browser library does, and reads the answer where that reads it. The library
 * itself is not used: what it sends and reads is described in public code that calls it.
 */
const html = `<!doctype html><title>App</title><script type="module">
  const ims = new URLSearchParams(location.search).get('ims') ?? sessionStorage.getItem('ims')
  sessionStorage.setItem('ims', ims)

  /** The library reads only the fragment, after \`from_ims=true\`. */
  globalThis.readAnswer = () => {
    const [, answer] = location.hash.split('from_ims=true?')
    return Object.fromEntries(new URLSearchParams(answer))
  }

  globalThis.signIn = (parameters) => {
    const scope = 'AdobeID,openid'
    const page = location.origin + '/callback'
    const redirectUri =
      page + '#old_hash=&from_ims=true?client_id=wknd-spa&api=authorize&scope=' + scope
    const query = { client_id: 'wknd-spa', scope, redirect_uri: redirectUri, ...parameters }
    location.assign(ims + '/ims/authorize/v1?' + new URLSearchParams(query))
  }

  globalThis.exchange = async (code, code_verifier) => {
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier })
    const response = await fetch(ims + '/ims/token/v3?client_id=wknd-spa', {
      method: 'POST', body, credentials: 'include',
    })
    return response.json()
  }

  globalThis.readProfile = async (token) => {
    const response = await fetch(ims + '/ims/profile/v1?client_id=wknd-spa', {
      headers: { authorization: 'Bearer ' + token, client_id: 'wknd-spa' },
      credentials: 'include',
    })
    return response.json()
  }
</script>`

/** What the page above offers. */
declare function readAnswer(): Readonly<Record<string, string>>
declare function signIn(parameters: Readonly<Record<string, string>>): void
declare function exchange(code: string, verifier: string): Promise<{ access_token: string }>
declare function readProfile(token: string): Promise<{ email: string }>

let world: World
let server: Server
let context: BrowserContext
let page: Page

beforeAll(async () => {
  world = await startWorld()
  const { certificate: cert, key } = world.certificate
  server = createServer({ cert, key }, (_, response) => response.end(html))
  await once(server.listen(3001 + portOffset, 'localhost'), 'listening')
  context = await openContext()
  page = await context.newPage()
  await page.goto(`https://localhost:${3001 + portOffset}/?ims=${world.origins.ims}`)
})

afterAll(async () => {
  await context?.close()
  server?.closeAllConnections()
  server?.close()
  await world?.close()
})

const state = JSON.stringify({ nonce: 'nonce-123', ac: 'wknd-spa' })

describe('Adobe’s browser library', () => {
  it('finds code and state at the end of its fragment, exchanges, and reads the profile', async () => {
    await page.evaluate((parameters) => signIn(parameters), {
      response_type: 'code',
      code_challenge: await challengeOf(codeVerifier),
      code_challenge_method: 'S256',
      state,
    })
    await page.locator('button[value="ada@wknd.test"]').click()
    await page.locator('button[value="allow"]').click()
    await page.waitForURL(/\/callback/)

    const answer = await page.evaluate(() => readAnswer())
    expect(answer).toEqual({
      client_id: 'wknd-spa',
      api: 'authorize',
      scope: 'AdobeID,openid',
      code: expect.any(String),
      state,
    })
    const profile = await page.evaluate(
      async ([code, verifier]) => readProfile((await exchange(code, verifier)).access_token),
      [answer['code'] ?? '', codeVerifier] as const,
    )
    expect(profile.email).toBe('ada@wknd.test')
  })

  it('finds a token there too, and is signed in already', async () => {
    await page.evaluate((parameters) => signIn(parameters), { response_type: 'token', state })
    await page.waitForURL(/access_token/)
    const { access_token: token = '', ...rest } = await page.evaluate(() => readAnswer())
    expect(rest).toMatchObject({ client_id: 'wknd-spa', token_type: 'bearer', state })
    expect((await page.evaluate((text) => readProfile(text), token)).email).toBe('ada@wknd.test')
  })
})

async function challengeOf(verifier: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return Buffer.from(hash).toString('base64url')
}
