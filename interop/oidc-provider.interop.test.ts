import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { createSession } from '../packages/browser/dist/index.js'
import { createImsClient, refreshGrant, type ImsClient } from '../packages/ims/dist/index.js'
import { createFakeBrowser } from '../tools/testing/session/fake-browser.ts'
import { createFakePage, createFakeStorage } from '../tools/testing/session/fake-page.ts'
import { createFakeTime } from '../tools/testing/time/fake-time.ts'

import {
  clientId,
  redirectUri,
  startProvider,
  type RunningProvider,
} from './lib/running-provider.ts'

const app = new URL('/', redirectUri).href
const anHour = 3_600_000

let provider: RunningProvider
let computer: Computer

beforeAll(async () => {
  // Its warnings about development settings are right, and no news here.
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(console, 'info').mockReturnValue()
  provider = await startProvider()
})

afterAll(() => {
  provider.close()
  vi.restoreAllMocks()
})

beforeEach(() => {
  computer = startComputer()
})

describe('a session at oidc-provider', () => {
  it('signs in with PKCE, nonce and issuer, and knows who it is', async () => {
    const { session } = await signIn()
    // Less than was asked for: offline_access takes prompt=consent there.
    expect(session.getSnapshot()).toMatchObject({
      status: 'signed-in',
      scopes: ['openid', 'profile'],
      profile: { userId: 'ada', name: 'Ada Lovelace' },
    })
  })

  it('asks twice from the click to the token', async () => {
    const { page, session } = computer.open()
    await session.signIn()
    const response = await provider.signIn(page.departures[0] ?? '')
    provider.requests.length = 0
    const returned = computer.open(response.href)
    await returned.session.finishSignIn()
    await returned.session.getAccessToken()
    expect(provider.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /token',
    ])
    expect(returned.page.addressBar()).toBe(redirectUri)
  })

  it('refreshes once for ten callers, again and again as the refresh token rotates', async () => {
    const { session } = await signIn()
    const seen = [await session.getAccessToken()]
    for (let round = 0; round < 3; round += 1) {
      computer.time.pass(anHour)
      const before = provider.requests.length
      const calls = Array.from({ length: 10 }, () => session.getAccessToken())
      const tokens = new Set(await Promise.all(calls))
      expect(tokens.size).toBe(1)
      expect(countTokenRequests(before)).toBe(1)
      seen.push(...tokens)
      computer.time.pass(1_000)
    }
    expect(new Set(seen).size).toBe(4)
  })

  it('refreshes once for two tabs', async () => {
    const first = await signIn()
    const second = computer.open(app, { asTab: true })
    await second.session.ready
    computer.time.pass(anHour)
    const before = provider.requests.length
    const calls = [first.session.getAccessToken(), second.session.getAccessToken()]
    const waiting = Promise.all(calls)
    // The lock is kept for a moment, by the clock.
    const passing = setInterval(() => computer.time.pass(50), 5)
    const tokens = await waiting.finally(() => clearInterval(passing))
    expect(new Set(tokens).size).toBe(1)
    expect(countTokenRequests(before)).toBe(1)
  })

  it('refreshes when a token is refused, and repeats the request', async () => {
    const { session } = await signIn()
    await provider.endAccessToken(await session.getAccessToken())
    const before = provider.requests.length
    const userinfo = await session.fetch(provider.endpoints.userinfoEndpoint)
    expect(userinfo.status).toBe(200)
    expect(provider.requests.slice(before)).toEqual(['GET /me', 'POST /token', 'GET /me'])
  })

  it('requires a sign-in when its refresh token was used by another client', async () => {
    const { session, page } = await signIn({ persistRefreshToken: true })
    const stolen = readRefreshToken()
    await refreshGrant(computer.ims, stolen)
    computer.time.pass(anHour)
    await expect(session.getAccessToken()).rejects.toMatchObject({
      name: 'SignInRequiredError',
      code: 'refresh_rejected',
    })
    expect(session.getSnapshot().status).toBe('expired')
    expect(page.departures).toEqual([])
  })

  it('revokes both tokens at sign-out', async () => {
    const { session, page } = await signIn({ persistRefreshToken: true })
    const accessToken = await session.getAccessToken()
    const refreshToken = readRefreshToken()
    const before = provider.requests.length
    expect(await session.signOut()).toEqual({ isRevoked: true })
    // One revocation ends both there; elsewhere it may not.
    expect(provider.requests.slice(before)).toEqual(Array(2).fill('POST /token/revocation'))
    expect(page.departures[0]?.href).toContain(provider.endpoints.logoutEndpoint)

    const userinfo = await fetch(provider.endpoints.userinfoEndpoint, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(userinfo.status).toBe(401)
    await expect(refreshGrant(computer.ims, refreshToken)).rejects.toMatchObject({
      code: 'token_error',
      error: 'invalid_grant',
    })
  })

  it('signs no user in when the user cancels', async () => {
    const { page, session } = computer.open()
    await session.signIn()
    const returned = computer.open((await provider.refuse(page.departures[0] ?? '')).href)
    await expect(returned.session.finishSignIn()).rejects.toMatchObject({
      code: 'authorization_error',
      error: 'access_denied',
    })
    expect(returned.session.getSnapshot().status).toBe('signed-out')
  })

  it('learns that no user is signed in when the user may not be asked', async () => {
    const { page, session } = computer.open()
    await session.signIn({ prompt: 'none' })
    const returned = computer.open((await provider.open(page.departures[0] ?? '')).href)
    await expect(returned.session.finishSignIn()).rejects.toMatchObject({
      error: 'login_required',
      needsInteraction: true,
    })
  })

  it('sends no code that came with another state', async () => {
    const { page, session } = computer.open()
    await session.signIn()
    const response = await provider.signIn(page.departures[0] ?? '')
    response.searchParams.set('state', 'fake-state')
    const before = provider.requests.length
    const returned = computer.open(response.href)
    await expect(returned.session.finishSignIn()).rejects.toMatchObject({ code: 'state_mismatch' })
    expect(countTokenRequests(before)).toBe(0)
  })

  it('sends no code that came from another issuer', async () => {
    const { page, session } = computer.open()
    await session.signIn()
    const response = await provider.signIn(page.departures[0] ?? '')
    response.searchParams.set('iss', 'https://other.example')
    const before = provider.requests.length
    const returned = computer.open(response.href)
    await expect(returned.session.finishSignIn()).rejects.toMatchObject({ code: 'issuer_mismatch' })
    expect(countTokenRequests(before)).toBe(0)
  })
})

async function signIn(options: OpenOptions = {}) {
  const { page, session } = computer.open(app, options)
  await session.signIn()
  const response = await provider.signIn(page.departures[0] ?? '')
  const returned = computer.open(response.href, options)
  await returned.session.finishSignIn()
  // Asked for beside: a test that counts requests begins after it.
  await vi.waitFor(() => expect(returned.session.getSnapshot()).toHaveProperty('profile.name'))
  return returned
}

function countTokenRequests(since: number): number {
  return provider.requests.slice(since).filter((request) => request === 'POST /token').length
}

function readRefreshToken(): string {
  const texts = [...computer.storage.items.values()]
  const [, refreshToken = ''] = /"refreshToken":"([^"]+)"/.exec(texts.join()) ?? []
  return refreshToken
}

interface OpenOptions {
  readonly persistRefreshToken?: boolean
  /** Whether it is a tab of its own, beside the one before, with a storage of its own. */
  readonly asTab?: boolean
}

type Computer = ReturnType<typeof startComputer>

/** A browser and a clock, which moves when a test says so; the requests are real ones. */
function startComputer() {
  const time = createFakeTime()
  // The provider's own clock cannot be set: where ours stands does not matter, only that it passes.
  const ims: ImsClient = createImsClient({
    credential: 'single-page-app',
    clientId,
    redirectUri,
    scopes: 'openid,profile,offline_access',
    environment: provider.endpoints,
    clock: time,
  })
  const browser = createFakeBrowser()
  const storage = createFakeStorage()
  let shown: ReturnType<typeof createFakePage> | undefined

  return { time, ims, storage, open }

  /** Loads a page of the app in the one tab, or in another. */
  function open(address = app, { asTab = false, persistRefreshToken = false }: OpenOptions = {}) {
    if (!asTab) shown?.freeze()
    const ownStorage = asTab ? createFakeStorage() : storage
    const page = createFakePage({ address, time, storage: ownStorage, browser })
    shown = page
    const session = createSession({
      ims,
      allowedOrigins: [new URL(provider.endpoints.userinfoEndpoint).origin],
      persistRefreshToken,
      onWarning: () => {},
      page,
    })
    return { page, session }
  }
}
