import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createImsClient } from '@mudbrick/ims/credentials'
import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import {
  appOrigin,
  cookieName,
  createServerApp,
  createTestKeys,
  statusOf,
} from '@mudbrick/testing/server-app'
import { createEnvironmentKeyring, createMemoryGrantStore, createVault } from '@mudbrick/vault'
import { registerVaultMetrics } from '@mudbrick/vault/metrics'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { createSessions } from './create-sessions.ts'
import { registerServerMetrics } from './metrics.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

describe('a cookie that is sealed with an older key', () => {
  it('is sealed anew at its next use, and keeps its times', async () => {
    const { browser, sessionsWith, createBrowser } = await createServerApp()
    await browser.signIn()
    const before = keyIdOf(browser)
    const { fetch } = await sessionsWith({ keys: createTestKeys('second', 'first') })
    const visitor = createBrowser(fetch)
    visitor.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    const response = await visitor.request('/auth/session')
    expect([before, keyIdOf(visitor)]).toEqual(['first', 'second'])
    expect(response.headers.getSetCookie()[0]).toContain('Max-Age=1209600;')
  })

  it('is sealed anew by the calls of the page, and by the app’s own', async () => {
    const { browser, sandbox, sessionsWith } = await createServerApp()
    await browser.signIn()
    const sessions = await sessionsWith({ keys: createTestKeys('second', 'first') })
    const commerce = sessions.proxy({
      path: '/commerce',
      target: sandbox.origins.commerce,
      allow: ['GET /**'],
    })
    const cookie = `${cookieName}=${browser.cookies.get(cookieName) ?? ''}`
    const headers = { cookie, 'x-requested-with': 'mudbrick' }
    const answer = await commerce(new Request(`${appOrigin}/commerce/V1`, { headers }))
    const session = await sessions.read(new Request(appOrigin, { headers }))
    expect(answer.headers.getSetCookie()).toHaveLength(1)
    expect(session?.setCookie).toContain(cookieName)
  })

  it('is left as it is while the key provider fails', async () => {
    const { browser, sandbox, sessionsWith, createBrowser, errors } = await createServerApp()
    await browser.signIn()
    const { byId } = createTestKeys('first')
    const current = (): Promise<never> => Promise.reject(new Error('KMS is away'))
    const { fetch } = await sessionsWith({ keys: { current, byId } })
    const visitor = createBrowser(fetch)
    visitor.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    sandbox.clock.advance({ hours: 1 })
    const response = await visitor.request('/auth/session')
    expect(await response.json()).toMatchObject({ status: 'signed-in' })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(errors).toMatchObject([{ code: 'keys_unavailable' }])
  })
})

describe('the use of a key', () => {
  it('is noted for as long as a cookie may live, once in an hour', async () => {
    const { createProcess, clock } = await createDeployment()
    const { vault, browser, notes } = await createProcess(['2026-11'])
    await browser.signIn()
    await browser.signIn()
    const [state] = await vault.listKeys()
    const fourteenDaysMs = 14 * 24 * 3_600_000
    expect(state?.usedUntil).toBeGreaterThanOrEqual(clock.now() + fourteenDaysMs)
    expect(state?.usedUntil).toBeLessThan(clock.now() + fourteenDaysMs + 3_600_000)
    expect(notes).toHaveLength(1)
  })

  it('fails no sign-in when the store cannot note it', async () => {
    const { createProcess } = await createDeployment()
    const { browser, notes, errors } = await createProcess(['2026-11'], { isNoting: false })
    await browser.signIn()
    expect(await statusOf(browser)).toBe('signed-in')
    expect([notes, errors]).toEqual([[], [new Error('The store is read-only.')]])
  })
})

/** The section "Keys" of the README of the vault, and "Changing the key" of docs/guides/web-app.md. */
describe('the rotation guide', () => {
  it('signs no user out at any step', async () => {
    const { createProcess, clock } = await createDeployment()
    const one = await createProcess(['2026-11'])
    const other = await createProcess(['2026-11'])
    await one.browser.signIn()
    const cora = one.browser
    expect(await statusIn([one, other], cora)).toEqual(['signed-in', 'signed-in'])
    await expectShownMetrics('before', one)

    // 1. The new key after the old one, in every process.
    for (const { writeKeys } of [one, other]) {
      writeKeys('2026-11', '2026-12')
      clock.advance({ seconds: 2 })
      expect(await statusIn([one, other], cora)).toEqual(['signed-in', 'signed-in'])
      expect(keyIdOf(cora)).toBe('2026-11')
    }

    // 2. Then before it: one process after the other.
    one.writeKeys('2026-12', '2026-11')
    clock.advance({ seconds: 2 })
    expect(await statusIn([one], cora)).toEqual(['signed-in'])
    expect(keyIdOf(cora)).toBe('2026-12')
    expect(await statusIn([other, one], cora)).toEqual(['signed-in', 'signed-in'])
    other.writeKeys('2026-12', '2026-11')
    clock.advance({ seconds: 2 })
    expect(await statusIn([other, one], cora)).toEqual(['signed-in', 'signed-in'])
    expect(keyIdOf(cora)).toBe('2026-12')

    // 3. reencrypt(), in one of them.
    await one.vault.reencrypt()
    clock.advance({ seconds: 2 })
    expect(await statusIn([one, other], cora)).toEqual(['signed-in', 'signed-in'])
    expect(await readRetirable(other)).toEqual({ '2026-11': '0', '2026-12': '0' })
    await expectShownMetrics('during', one)

    // 4. Until the metric says that the old key can be removed. Users come every day meanwhile.
    const vic = createAppBrowser({ ...other.browserOptions })
    const statuses: unknown[] = []
    let days = 0
    for (; (await readRetirable(one))['2026-11'] !== '1' && days < 16; days += 1) {
      for (let visits = 0; visits < 4; visits += 1) {
        clock.advance({ hours: 6 })
        // A session ends 14 days after its sign-in in any case.
        if (days < 13) statuses.push(...(await statusIn([one, other], cora)))
        if (days > 5) statuses.push(...(await statusIn([other, one], vic)))
      }
      if (days === 5) await vic.signIn('vic@wknd.test')
    }
    expect([...new Set(statuses)]).toEqual(['signed-in'])
    expect([days, await readRetirable(one)]).toEqual([14, { '2026-11': '1', '2026-12': '0' }])

    await expectShownMetrics('after', one)

    // 5. The old key is removed.
    for (const { writeKeys } of [one, other]) {
      writeKeys('2026-12')
      clock.advance({ seconds: 2 })
      expect(await statusIn([one, other], vic)).toEqual(['signed-in', 'signed-in'])
    }
    expect([...one.errors, ...other.errors]).toEqual([])
  })

  it('and the key that is removed too early is named, and all are back with it', async () => {
    const { createProcess, clock } = await createDeployment()
    const { browser, writeKeys, errors } = await createProcess(['2026-11'])
    const other = await createProcess(['2026-12', '2026-11'])
    await browser.signIn()
    other.writeKeys('2026-12')
    expect(await statusIn([other], browser)).toEqual(['signed-out'])
    expect(other.errors).toMatchObject([{ message: expect.stringContaining('the key 2026-11') }])
    writeKeys('2026-11', '2026-12')
    other.writeKeys('2026-12', '2026-11')
    clock.advance({ seconds: 2 })
    expect(await statusIn([other], browser)).toEqual(['signed-in'])
    expect(errors).toEqual([])
  })
})

/** Processes with one store, each of which has a key file of its own. */
async function createDeployment() {
  const { sandbox } = await createServerApp()
  const { clock } = sandbox
  const store = createMemoryGrantStore()

  const createProcess = async (keyIds: readonly string[], { isNoting = true } = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'key-rotation-'))
    folders.push(folder)
    const file = join(folder, 'keys')
    const writeKeys = (...names: readonly string[]): void => {
      const lines = names.map((name) => `${name}:${createTestKey(name)}\n`)
      writeFileSync(`${file}.new`, lines.join(''))
      chmodSync(`${file}.new`, 0o600)
      renameSync(`${file}.new`, file)
    }
    writeKeys(...keyIds)

    const ims = createImsClient({
      credential: 'web-app',
      clientId: 'commerce-admin',
      clientSecret: 'commerce-admin-secret',
      redirectUri: `${appOrigin}/auth/callback`,
      scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
      environment: sandbox.origins.ims,
      fetch: (input, init) => sandbox.fetch(new Request(input, init)),
      clock: { now: clock.now, setTimer: () => () => {} },
    })
    const keys = createEnvironmentKeyring({ environment: { MUDBRICK_KEYS_FILE: file } })
    const ownVault = await createVault({
      ims,
      store,
      keys,
      clock: { ...ims.clock, elapsed: clock.now },
    })
    const notes: string[] = []
    const errors: unknown[] = []
    const vault: typeof ownVault = {
      ...ownVault,
      async noteKeyUse(keyId, until) {
        if (!isNoting) throw new Error('The store is read-only.')
        notes.push(keyId)
        await ownVault.noteKeyUse(keyId, until)
      },
    }
    const sessions = createSessions({ ims, vault, keys, onError: (error) => errors.push(error) })
    const registry = new Registry()
    registerVaultMetrics({ vault, store, registry })
    registerServerMetrics({ sessions, vault, registry })
    const browserOptions = { origin: appOrigin, fetch: sessions.fetch, sandbox }
    const browser = createAppBrowser(browserOptions)
    return { vault, sessions, registry, browser, browserOptions, notes, errors, writeKeys }
  }
  return { clock, createProcess }
}

type Process = Awaited<ReturnType<Awaited<ReturnType<typeof createDeployment>>['createProcess']>>

function createTestKey(name: string): string {
  return Buffer.alloc(32, name).toString('base64url')
}

/** Asks each process in turn, as behind a load balancer: the browser keeps what each of them sets. */
async function statusIn(processes: readonly Process[], browser: AppBrowser): Promise<unknown[]> {
  const statuses: unknown[] = []
  for (const { browserOptions } of processes) {
    const visitor = createAppBrowser(browserOptions)
    for (const [name, value] of browser.cookies) visitor.cookies.set(name, value)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    statuses.push(await statusOf(visitor))
    browser.cookies.clear()
    for (const [name, value] of visitor.cookies) browser.cookies.set(name, value)
  }
  return statuses
}

/** What the page of the metrics says of the keys. */
async function readRetirable({ registry }: Process): Promise<Readonly<Record<string, string>>> {
  const page = await registry.metrics()
  const matches = page.matchAll(/^mudbrick_key_retirable\{key="([^"]+)"\} (\d)$/gm)
  return Object.fromEntries([...matches].map(([, key, value]) => [key, value]))
}

/** Compares what the metrics say of the keys with the file that the guide shows. */
async function expectShownMetrics(name: string, { registry }: Process): Promise<void> {
  const page = await registry.metrics()
  const lines = page.split('\n').filter((line) => line.includes('{key='))
  const file = new URL(`../../../../docs/guides/programs/keys-${name}.prom`, import.meta.url)
  await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot(fileURLToPath(file))
}

function keyIdOf({ cookies }: AppBrowser): unknown {
  const [header = ''] = (cookies.get(cookieName) ?? '').split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    readonly kid: string
  }
  return kid
}
