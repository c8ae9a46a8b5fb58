import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import type { AppBrowser } from '@mudbrick/testing/app-browser'
import type { Vault, VaultEvent } from '@mudbrick/vault'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import type { SessionList } from '../page/server-answers.ts'
import {
  startApplication,
  type StartApplicationOptions,
  type StartedApplication,
} from '../../testing/start-application.ts'

const headers = { 'x-requested-with': 'mudbrick' }

let pageFolder: string

beforeAll(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'commerce-admin-'))
})

afterEach(() => vi.restoreAllMocks())

afterAll(() => rm(pageFolder, { recursive: true }))

describe('GET /api/sessions', () => {
  it("lists the user's sessions: this one first, and those of no other user", async () => {
    const { browser, openBrowser } = await start()
    await browser.signIn()
    await openBrowser().signIn()
    await openBrowser().signIn('vic@wknd.test')
    const { sessions, ...rest } = await readList(browser)
    expect(rest).toEqual({ isUserKnown: true, count: 2 })
    expect(sessions).toMatchObject([
      { isCurrent: true, status: 'active' },
      { isCurrent: false, status: 'active' },
    ])
  })

  it('says when the user signed in, and until when the token is valid', async () => {
    const { browser, vault } = await start()
    const events = recordEvents(vault)
    await browser.signIn()
    const grant = await vault.read(events[0]?.grantId ?? '')
    const { sessions } = await readList(browser)
    expect(sessions[0]).toMatchObject({
      signedInAt: grant?.createdAt,
      refreshedAt: grant?.refreshedAt,
      expiresAt: grant?.expiresAt,
    })
  })

  it('contains neither a token nor the id of a grant', async () => {
    const { browser, vault } = await start()
    const events = recordEvents(vault)
    await browser.signIn()
    const text = await (await browser.request('/api/sessions', { headers })).text()
    const [{ grantId } = { grantId: '' }] = events
    expect([grantId, text]).toEqual([
      expect.stringMatching(/./),
      expect.not.stringContaining('eyJ'),
    ])
    expect(text).not.toContain(grantId)
  })

  it('tells a session whose token is not renewed', async () => {
    const { browser, sandbox } = await start()
    await browser.signIn()
    sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
    for (const { id } of sandbox.tokens.list()) sandbox.tokens.end(id)
    await browser.request('/api/token/refresh', { method: 'POST', headers })
    expect((await readList(browser)).sessions).toMatchObject([{ status: 'ending' }])
  })

  it('shows the newest fifty, and says how many there are', async () => {
    const { browser, openBrowser } = await start()
    await browser.signIn()
    for (let count = 0; count < 50; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await openBrowser().signIn()
    }
    const { count, sessions } = await readList(browser)
    expect([count, sessions.length, sessions[0]?.isCurrent]).toEqual([51, 50, true])
  })

  it('lists this session alone when IMS does not say who the user is', async () => {
    const { browser, openBrowser } = await startWithoutUser()
    await browser.signIn()
    await openBrowser().signIn()
    const { isUserKnown, sessions } = await readList(browser)
    expect([isUserKnown, sessions]).toEqual([false, [expect.objectContaining({ isCurrent: true })]])
  })
})

describe('DELETE /api/sessions/{label}', () => {
  it('ends another session of the user, and not this one', async () => {
    const { browser, openBrowser, vault } = await start()
    const events = recordEvents(vault)
    const other = openBrowser()
    await browser.signIn()
    await other.signIn()
    const { status } = await signOut(browser, await findOther(browser))
    expect([status, await askForToken(browser), await askForToken(other)]).toEqual([204, 200, 401])
    expect(listReasons(events)).toEqual(['sign-out-session'])
  })

  it('ends no session of another user', async () => {
    const { browser, openBrowser } = await start()
    const vic = openBrowser()
    await browser.signIn()
    await vic.signIn('vic@wknd.test')
    const [session] = (await readList(vic)).sessions
    const response = await signOut(browser, session?.label ?? '')
    expect([response.status, await askForToken(vic)]).toEqual([404, 200])
  })

  it('says that a session has ended already', async () => {
    const { browser, openBrowser } = await start()
    await browser.signIn()
    await openBrowser().signIn()
    const label = await findOther(browser)
    await signOut(browser, label)
    const response = await signOut(browser, label)
    expect([response.status, await response.json()]).toEqual([
      404,
      { status: 404, detail: 'This session has ended already.' },
    ])
  })
})

describe('DELETE /api/sessions', () => {
  it('ends all sessions of the user, and says how many', async () => {
    const { browser, openBrowser, vault } = await start()
    const events = recordEvents(vault)
    const [other, vic] = [openBrowser(), openBrowser()]
    await browser.signIn()
    await other.signIn()
    await vic.signIn('vic@wknd.test')
    const response = await browser.request('/api/sessions', { method: 'DELETE', headers })
    expect([response.status, await response.json()]).toEqual([200, { count: 2 }])
    expect(await Promise.all([browser, other, vic].map(askForToken))).toEqual([401, 401, 200])
    expect(listReasons(events)).toEqual(['sign-out-everywhere', 'sign-out-everywhere'])
  })

  it('ends none when IMS does not say who the user is', async () => {
    const { browser } = await startWithoutUser()
    await browser.signIn()
    const { status } = await browser.request('/api/sessions', { method: 'DELETE', headers })
    expect([status, await askForToken(browser)]).toEqual([409, 200])
  })
})

describe('a page of another site', () => {
  it.each([
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions'],
    ['DELETE', '/api/sessions/any-label'],
  ])('cannot send %s %s', async (method, path) => {
    const { browser } = await start()
    await browser.signIn()
    const { status } = await browser.request(path, { method })
    expect([status, await askForToken(browser)]).toEqual([403, 200])
  })
})

interface Started extends StartedApplication {
  readonly sandbox: Sandbox
}

async function start(options: Partial<StartApplicationOptions> = {}): Promise<Started> {
  const sandbox = await createSandbox()
  return { sandbox, ...(await startApplication({ sandbox, pageFolder, ...options })) }
}

/** Starts the app where neither an ID token nor the profile names the user. */
function startWithoutUser(): Promise<Started> {
  // The server reports that the profile could not be read.
  vi.spyOn(console, 'error').mockReturnValue()
  const scopes = 'AdobeID,email,profile,commerce.accs,offline_access'
  return start({ scopes, brokenPath: '/ims/userinfo/v2' })
}

async function readList(browser: AppBrowser): Promise<SessionList> {
  return (await browser.request('/api/sessions', { headers })).json() as Promise<SessionList>
}

async function findOther(browser: AppBrowser): Promise<string> {
  const { sessions } = await readList(browser)
  return sessions.find(({ isCurrent }) => !isCurrent)?.label ?? 'none'
}

function signOut(browser: AppBrowser, label: string): Promise<Response> {
  return browser.request(`/api/sessions/${label}`, { method: 'DELETE', headers })
}

async function askForToken(browser: AppBrowser): Promise<number> {
  return (await browser.request('/api/token', { headers })).status
}

function recordEvents(vault: Vault): readonly VaultEvent[] {
  const events: VaultEvent[] = []
  vault.subscribe((event) => events.push(event))
  return events
}

function listReasons(events: readonly VaultEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'revoked' ? [event.reason] : []))
}
