import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { SandboxError } from '../sandbox-error.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import type { SandboxSnapshot } from './snapshot-format.ts'

describe('sandbox.restore()', () => {
  it('brings users, organizations and credentials back, and forgets new ones', async () => {
    const sandbox = await open()
    const before = [sandbox.users.list(), sandbox.organizations.list(), sandbox.credentials.list()]
    const snapshot = sandbox.snapshot()
    const [credential] = sandbox.credentials.list()
    if (credential === undefined) throw new Error('The seed has no credential.')
    sandbox.users.put({ email: 'eve@wknd.test' })
    sandbox.users.put({ email: 'ada@wknd.test', productProfiles: [] })
    sandbox.organizations.remove(sandbox.organizations.list()[0]?.id ?? '')
    sandbox.credentials.put({ ...credential, clientId: 'another-spa' })
    sandbox.restore(snapshot)
    expect([
      sandbox.users.list(),
      sandbox.organizations.list(),
      sandbox.credentials.list(),
    ]).toEqual(before)
  })

  it('gives users the rights of their product profiles again', async () => {
    const sandbox = await open()
    const snapshot = sandbox.snapshot()
    sandbox.users.put({ email: 'ada@wknd.test', productProfiles: [] })
    sandbox.restore(snapshot)
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const models = await readModels(sandbox, token)
    expect(((await models.json()) as { items: unknown[] }).items).toHaveLength(1)
  })

  it('keeps a user signed in at IMS, and remembers the consent', async () => {
    const sandbox = await open()
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const snapshot = sandbox.snapshot()
    sandbox.reset()
    sandbox.restore(snapshot)
    const page = await user.browser.open(user.authorizationUrl())
    expect(new URL(page.url).searchParams.get('code')).toBeTruthy()
  })

  it('forgets a browser session and a consent of later', async () => {
    const sandbox = await open()
    const snapshot = sandbox.snapshot()
    const user = createSandboxUser(sandbox)
    await user.authorize()
    sandbox.restore(snapshot)
    expect(sandbox.browserSessions.list()).toEqual([])
    expect(sandbox.consents.list()).toEqual([])
  })

  it('lets a code be exchanged that was waiting, once more after each restore', async () => {
    const sandbox = await open()
    const user = createSandboxUser(sandbox)
    const code = new URL((await user.authorize()).url).searchParams.get('code') ?? ''
    const snapshot = sandbox.snapshot()
    expect((await user.exchange(code)).status).toBe(200)
    expect((await user.exchange(code)).status).toBe(400)
    sandbox.restore(snapshot)
    expect((await user.exchange(code)).status).toBe(200)
  })

  it('lets a refresh token be used that was used later, and refuses the later one', async () => {
    const sandbox = await createSandbox({ behavior: { publicClientRefreshTokens: true } })
    const first = await obtainRefreshToken(sandbox)
    const snapshot = sandbox.snapshot()
    const second = await refresh(sandbox, first)
    expect((await refresh(sandbox, first)).status).toBe(400)
    sandbox.restore(snapshot)
    const later = ((await second.json()) as { refresh_token: string }).refresh_token
    expect((await refresh(sandbox, later)).status).toBe(400)
    expect((await refresh(sandbox, first)).status).toBe(200)
  })

  it('makes a token good again that was ended later, and leaves one ended that was ended before', async () => {
    const sandbox = await open()
    const [early, late] = await Promise.all([issue(sandbox), issue(sandbox)])
    await sandbox.tokens.revoke(early)
    const snapshot = sandbox.snapshot()
    await sandbox.tokens.revoke(late)
    sandbox.restore(snapshot)
    expect((await readModels(sandbox, early)).status).toBe(401)
    expect((await readModels(sandbox, late)).status).toBe(200)
  })

  it('ends the tokens that were issued since, after a second restore too', async () => {
    const sandbox = await open()
    const snapshot = sandbox.snapshot()
    const token = await issue(sandbox)
    sandbox.restore(snapshot)
    expect((await readModels(sandbox, token)).status).toBe(401)
    sandbox.restore(snapshot)
    expect((await readModels(sandbox, token)).status).toBe(401)
  })

  it('returns to a later snapshot from an earlier one, its tokens included', async () => {
    const sandbox = await open()
    const earlier = sandbox.snapshot()
    const token = await issue(sandbox)
    const later = sandbox.snapshot()
    sandbox.restore(earlier)
    sandbox.restore(later)
    expect((await readModels(sandbox, token)).status).toBe(200)
    expect(sandbox.tokens.list()).toHaveLength(1)
  })

  it('brings back the folders of AEM, and jobs that deleted some', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    const top = '/content/dam/wknd-shared/en'
    const path = `/adobe/folders?path=${top}/adventures&recursive=true`
    const { headers } = await ask(sandbox, token, 'DELETE', path)
    const job = new URL(headers.get('location') ?? '', sandbox.origins.aem).pathname
    const without = await listFolders(sandbox, token, top)
    const snapshot = sandbox.snapshot()
    sandbox.reset()
    sandbox.restore(snapshot)
    expect(await listFolders(sandbox, token, top)).toEqual(without)
    expect((await ask(sandbox, token, 'GET', job)).status).toBe(202)
  })

  it('forgets what was done to folders of AEM since', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    const top = '/content/dam/wknd-shared/en'
    const before = await listFolders(sandbox, token, top)
    const snapshot = sandbox.snapshot()
    const path = `/adobe/folders?path=${top}/adventures&recursive=true`
    const { headers } = await ask(sandbox, token, 'DELETE', path)
    const job = new URL(headers.get('location') ?? '', sandbox.origins.aem).pathname
    expect(await listFolders(sandbox, token, top)).not.toEqual(before)
    sandbox.restore(snapshot)
    expect(await listFolders(sandbox, token, top)).toEqual(before)
    expect((await ask(sandbox, token, 'GET', job)).status).toBe(404)
  })

  it('brings back the metadata of assets', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    const asset = '/adobe/assets/urn:aaid:aem:000000a0-0000-4000-8000-000000000000/metadata'
    const response = await sandbox.fetch(sandbox.origins.aem + asset, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${token}`,
        'x-api-key': 'wknd-spa',
        'content-type': 'application/json-patch+json',
      },
      body: JSON.stringify([{ op: 'replace', path: '/dc:title', value: 'Another title' }]),
    })
    expect(response.status).toBe(200)
    const snapshot = sandbox.snapshot()
    sandbox.reset()
    sandbox.restore(snapshot)
    expect(await (await ask(sandbox, token, 'GET', asset)).text()).toContain('Another title')
  })

  it('brings the configuration of AEM back that was in force', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    const snapshot = sandbox.snapshot()
    const text = 'kind: API\ndata:\n  allowedClientIDs:\n    author: [other]\n'
    sandbox.configureAem({ clientAllowList: text })
    expect((await readModels(sandbox, token)).status).toBe(403)
    sandbox.restore(snapshot)
    expect((await readModels(sandbox, token)).status).toBe(200)
  })

  it('leaves clock, behavior, faults and journal as they are', async () => {
    const sandbox = await open()
    const snapshot = sandbox.snapshot()
    sandbox.clock.set(1000)
    sandbox.changeBehavior('strict')
    sandbox.faults.add({ match: 'GET /nothing', status: 500 })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    sandbox.restore(snapshot)
    expect(sandbox.clock.now()).toBe(1000)
    expect(sandbox.behavior.missingState).toBe('refuse')
    expect(sandbox.faults.list()).toHaveLength(1)
    expect(sandbox.journal.exchanges()).toHaveLength(1)
  })

  it('takes a snapshot that went through JSON, also in another sandbox with the same keys', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    sandbox.users.put({ email: 'eve@wknd.test' })
    const other = await open()
    other.restore(JSON.parse(JSON.stringify(sandbox.snapshot())) as SandboxSnapshot)
    expect(other.users.get('eve@wknd.test').givenName).toBe('New')
    expect((await readModels(other, token)).status).toBe(200)
  })

  it('gives the same when it is taken again', async () => {
    const sandbox = await open()
    await createSandboxUser(sandbox).authorize()
    await issue(sandbox)
    const snapshot = sandbox.snapshot()
    sandbox.restore(snapshot)
    expect(sandbox.snapshot()).toEqual(snapshot)
  })

  it('shares nothing with the snapshot', async () => {
    const sandbox = await createSandbox({ behavior: { publicClientRefreshTokens: true } })
    const token = await obtainRefreshToken(sandbox)
    const snapshot = sandbox.snapshot()
    const text = JSON.stringify(snapshot)
    sandbox.restore(snapshot)
    expect((await refresh(sandbox, token)).status).toBe(200)
    expect(JSON.stringify(snapshot)).toBe(text)
  })
})

describe('sandbox.restore() of something else', () => {
  it.each([
    ['nothing', () => undefined, 'snapshot: it is missing'],
    ['another version', (good: Json) => ({ ...good, version: 2 }), 'snapshot.version: give 1'],
    ['no state', (good: Json) => ({ ...good, state: undefined }), 'snapshot.state: it is missing'],
    [
      'a user without e-mail address',
      (good: Json) => withState(good, 'users', [{ id: 'x' }]),
      'snapshot.state.users[0].email: it is missing',
    ],
    [
      'an entry that never expires',
      (good: Json) => withState(good, 'browserSessions', [['cookie', {}, 1]]),
      'snapshot.state.browserSessions[0][1].id: it is missing',
    ],
    [
      'a family of refresh tokens without its tokens',
      (good: Json) => withState(good, 'refreshTokens', { families: [['x', {}, 1]] }),
      'snapshot.state.refreshTokens.families[0][1].grant: it is missing',
    ],
  ])('refuses %s, naming the member, and changes nothing', async (_, spoil, words) => {
    const sandbox = await open()
    sandbox.users.put({ email: 'eve@wknd.test' })
    const spoilt = spoil({ ...sandbox.snapshot() }) as unknown as SandboxSnapshot
    expect(() => sandbox.restore(spoilt)).toThrow(SandboxError)
    expect(() => sandbox.restore(spoilt)).toThrow(words)
    expect(sandbox.users.get('eve@wknd.test').givenName).toBe('New')
  })

  it('refuses a credential that IMS would not take', async () => {
    const sandbox = await open()
    const good = sandbox.snapshot()
    const [credential] = sandbox.credentials.list()
    const spoilt = withState({ ...good }, 'credentials', [{ ...credential, secrets: ['x'] }])
    expect(() => sandbox.restore(spoilt as unknown as SandboxSnapshot)).toThrow(
      'snapshot.state.credentials[0].secrets: a single-page-app has none',
    )
  })

  it('repeats no secret of it', async () => {
    const sandbox = await open()
    const good = sandbox.snapshot()
    const spoilt = withState({ ...good }, 'users', 'fake-secret')
    const restore = (): void => sandbox.restore(spoilt as unknown as SandboxSnapshot)
    expect(restore).toThrow(/users: give a list/)
    expect(restore).not.toThrow(/fake-secret/)
  })
})

describe('sandbox.reset()', () => {
  it('ends the tokens that were issued before', async () => {
    const sandbox = await open()
    const token = await issue(sandbox)
    sandbox.reset()
    expect((await readModels(sandbox, token)).status).toBe(401)
    expect(sandbox.tokens.list()).toEqual([])
  })

  it('returns to the configuration of AEM of the start', async () => {
    const sandbox = await open()
    const text = 'kind: API\ndata:\n  allowedClientIDs:\n    author: [other]\n'
    sandbox.configureAem({ clientAllowList: text })
    sandbox.reset()
    expect((await readModels(sandbox, await issue(sandbox))).status).toBe(200)
  })
})

type Json = Readonly<Record<string, unknown>>

function withState(snapshot: Json, member: string, value: unknown): Json {
  return { ...snapshot, state: { ...(snapshot['state'] as Json), [member]: value } }
}

function open(): Promise<Sandbox> {
  return createSandbox({ clock: createFakeClock() })
}

function issue(sandbox: Sandbox): Promise<string> {
  return sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
}

function ask(sandbox: Sandbox, token: string, method: string, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'x-api-key': 'wknd-spa' }
  return sandbox.fetch(sandbox.origins.aem + path, { method, headers })
}

function readModels(sandbox: Sandbox, token: string): Promise<Response> {
  return ask(sandbox, token, 'GET', '/adobe/sites/cf/models?limit=1')
}

async function listFolders(sandbox: Sandbox, token: string, path: string): Promise<unknown> {
  const response = await ask(sandbox, token, 'GET', `/adobe/folders?path=${path}`)
  return [response.status, await response.json()]
}

async function obtainRefreshToken(sandbox: Sandbox): Promise<string> {
  const user = createSandboxUser(sandbox)
  const client = { client_id: 'mudbrick-cli', redirect_uri: 'https://localhost:8765/callback' }
  const page = await user.authorize({ ...client, scope: 'openid,offline_access' })
  const code = new URL(page.url).searchParams.get('code') ?? ''
  const answer = (await (await user.exchange(code, client)).json()) as { refresh_token: string }
  return answer.refresh_token
}

function refresh(sandbox: Sandbox, token: string): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'mudbrick-cli',
    refresh_token: token,
  })
  return sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, { method: 'POST', body })
}
