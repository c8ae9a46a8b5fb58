import { createImsClient } from '@mudbrick/ims'
import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { createFakeBrowser, type FakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakePage, createFakeStorage, type FakePage } from '@mudbrick/testing/fake-page'
import { settle } from '@mudbrick/testing/fake-tab'
import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it, vi } from 'vitest'
import { createSession, type Session } from '../index.ts'
import { loadProfile } from '../profile.ts'

const day = 86_400_000
const app = 'https://localhost:3001/'

describe('a session at the sandbox', () => {
  it('is renewed once for two tabs with ten callers each, where a second try would end it', async () => {
    const world = await createWorld()
    const one = await signIn(world)
    const two = openTab(world)
    await two.session.ready
    await letTimePass(world, day)
    const sessions = Array.from({ length: 10 }, () => [one.session, two.session]).flat()
    const asked = Promise.all(sessions.map((session) => session.getAccessToken()))
    await vi.waitFor(() => expect(refreshesAt(world)).toBe(1))
    await settle()
    world.time.pass(100)
    expect(new Set(await asked).size).toBe(1)
    expect(refreshesAt(world)).toBe(1)
  })

  it('is renewed again and again', async () => {
    const world = await createWorld()
    const { session } = await signIn(world)
    const tokens = new Set<string>()
    for (let round = 0; round < 3; round += 1) {
      await letTimePass(world, day)
      tokens.add(await session.getAccessToken())
      await settle()
      world.time.pass(100)
    }
    expect(tokens.size).toBe(3)
  })

  it('survives a 503 and an answer that takes a second try', async () => {
    const world = await createWorld()
    const { session } = await signIn(world)
    await letTimePass(world, day)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    const asked = session.getAccessToken()
    await vi.waitFor(() => expect(refreshesAt(world)).toBe(1))
    await settle()
    world.time.pass(1_000)
    expect(await asked).toMatch(/^ey/)
  })

  it('ends with the refresh token that is revoked at IMS', async () => {
    const world = await createWorld()
    const { session } = await signIn(world)
    const token = await session.getAccessToken()
    await session.signOut()
    const answer = await world.sandbox.fetch(`${world.sandbox.origins.ims}/ims/validate_token/v1`, {
      method: 'POST',
      body: new URLSearchParams({ token, client_id: 'tabs-app', type: 'access_token' }),
    })
    expect(await answer.json()).toMatchObject({ valid: false })
  })
})

interface World {
  readonly sandbox: Sandbox
  readonly browser: FakeBrowser
  readonly time: FakeTime
}

interface Tab {
  readonly page: FakePage
  readonly session: Session
}

async function createWorld(): Promise<World> {
  const sandbox = await createSandbox({
    behavior: { preset: 'strict', publicClientRefreshTokens: true },
    seed: {
      credentials: [
        {
          clientId: 'tabs-app',
          name: 'An app with refresh tokens',
          type: 'single-page-app',
          defaultRedirectUri: `${app}callback`,
          redirectUriPatterns: [`${app}callback`],
          scopes: ['AdobeID', 'openid', 'profile', 'email', 'offline_access'],
        },
      ],
    },
  })
  return { sandbox, browser: createFakeBrowser(), time: createFakeTime() }
}

function openTab({ sandbox, browser, time }: World, address = app, storage = createFakeStorage()) {
  const page = createFakePage({ address, time, storage, browser })
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: 'tabs-app',
    redirectUri: `${app}callback`,
    scopes: 'AdobeID,openid,profile,offline_access',
    environment: sandbox.origins.ims,
    clock: time,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  })
  const session = createSession({ ims, allowedOrigins: [], page })
  loadProfile(session)
  return { page, storage, session }
}

async function signIn(world: World): Promise<Tab> {
  const { page, storage, session } = openTab(world)
  await session.signIn()
  page.freeze()
  const { browser } = createSandboxUser(world.sandbox)
  let shown = await browser.open(page.departures[0] ?? '')
  shown = await browser.submit(shown, { email: 'ada@wknd.test', password: 'mudbrick' })
  if (shown.text.includes('name="decision"')) {
    shown = await browser.submit(shown, { decision: 'allow' })
  }
  const callback = openTab(world, shown.url.href, storage)
  await callback.session.finishSignIn()
  await vi.waitFor(() =>
    expect(callback.session.getSnapshot()).toMatchObject({ profile: { name: 'Ada Auster' } }),
  )
  return callback
}

async function letTimePass({ sandbox, time }: World, ms: number): Promise<void> {
  sandbox.clock.advance({ hours: ms / 3_600_000 })
  time.sleep(ms)
  await settle()
}

/** The first token request is that of the sign-in. */
function refreshesAt({ sandbox }: World): number {
  return sandbox.journal.exchanges({ path: '/ims/token/v3' }).length - 1
}
