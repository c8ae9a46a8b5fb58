import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'

function open(): Promise<Sandbox> {
  return createSandbox({ clock: createFakeClock() })
}

describe('users', () => {
  it('adds a user of whom only the e-mail address is known', async () => {
    const { users } = await open()
    expect(users.put({ email: 'Eve@wknd.test' })).toMatchObject({ password: 'mudbrick' })
    expect(users.get('eve@wknd.test').accountType).toBe('ind')
  })

  it('changes what is given, and nothing else', async () => {
    const { users } = await open()
    const { id } = users.get('ada@wknd.test')
    users.put({ email: 'ada@wknd.test', productProfiles: [] })
    expect(users.get(id)).toMatchObject({ givenName: 'Ada', productProfiles: [] })
  })

  it('removes by e-mail address', async () => {
    const { users } = await open()
    expect(users.remove('ada@wknd.test')).toBe(true)
    expect(users.remove('ada@wknd.test')).toBe(false)
  })

  it('lists the known users when none is found', async () => {
    const { users } = await open()
    expect(() => users.get('eve@wknd.test')).toThrow(
      /no user "eve@wknd.test": there are ada@wknd.test, .*add one with sandbox.users.put\(\)/,
    )
  })
})

describe('users.put()', () => {
  it('refuses the id of another user', async () => {
    const { users } = await open()
    const { id } = users.get('ada@wknd.test')
    expect(() => users.put({ email: 'eve@wknd.test', id })).toThrow(
      /is that of ada@wknd\.test: give eve@wknd\.test another, or none/,
    )
  })

  it('refuses the id of a technical account', async () => {
    const { credentials, users } = await open()
    const service = credentials.list().find(({ type }) => type === 'server-to-server')
    const id = service?.type === 'server-to-server' ? service.technicalAccount.id : ''
    expect(() => users.put({ email: 'eve@wknd.test', id })).toThrow(/techacct/)
  })

  it('refuses an invalid e-mail address', async () => {
    const { users } = await open()
    expect(() => users.put({ email: 'eve' })).toThrow(/email: write an e-mail address/)
  })
})

describe('consents', () => {
  it('grants and withdraws by e-mail address', async () => {
    const { consents, users } = await open()
    const { id: userId } = users.get('ada@wknd.test')
    consents.grant({ user: 'ada@wknd.test', clientId: 'wknd-spa', scopes: ['openid'] })
    expect(consents.list()).toEqual([{ userId, clientId: 'wknd-spa', scopes: ['openid'] }])
    expect(consents.withdraw({ user: 'ada@wknd.test', clientId: 'wknd-spa' })).toBe(true)
    expect(consents.list()).toEqual([])
  })

  it('knows no application that is not there', async () => {
    const { consents } = await open()
    expect(() => consents.grant({ user: 'ada@wknd.test', clientId: 'wknd', scopes: [] })).toThrow(
      /there are wknd-spa/,
    )
  })
})

describe('browserSessions', () => {
  it('starts one whose cookie IMS knows, and ends it by its id', async () => {
    const sandbox = await open()
    const { id, cookie } = sandbox.browserSessions.start('ada@wknd.test')
    const askIms = async (): Promise<string> => {
      const page = await sandbox.fetch(createSandboxUser(sandbox).authorizationUrl(), {
        headers: { cookie: `${cookie.name}=${cookie.value}` },
      })
      return page.text()
    }
    expect(await askIms()).toContain('name="decision"')
    expect(JSON.stringify(sandbox.browserSessions.list())).not.toContain(cookie.value)
    expect(sandbox.browserSessions.end(id)).toBe(true)
    expect(await askIms()).toContain('name="password"')
  })
})

describe('tokens', () => {
  it('issues one that is good until it is revoked', async () => {
    const sandbox = await open()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    expect(await askUserinfo(sandbox, token)).toBe(200)
    expect(await sandbox.tokens.revoke(token)).toBe(true)
    expect(await sandbox.tokens.revoke(token)).toBe(false)
    expect(await askUserinfo(sandbox, token)).toBe(401)
  })

  it('lists access tokens and refresh tokens, whom and what they are for, and not their text', async () => {
    const clock = createFakeClock(1000)
    const sandbox = await createSandbox({ clock, behavior: { publicClientRefreshTokens: true } })
    const { id: userId } = sandbox.users.get('ada@wknd.test')
    const answer = await signIn(sandbox)
    expect(sandbox.tokens.list()).toEqual([
      {
        id: expect.any(String) as string,
        kind: 'access_token',
        clientId: 'mudbrick-cli',
        userId,
        scopes: ['openid', 'offline_access'],
        issuedAt: 1000,
        expiresAt: 1000 + 24 * 3_600_000,
        isEnded: false,
      },
      {
        id: expect.any(String) as string,
        kind: 'refresh_token',
        clientId: 'mudbrick-cli',
        userId,
        scopes: ['openid', 'offline_access'],
        issuedAt: 1000,
        expiresAt: 1000 + 14 * 24 * 3_600_000,
        isEnded: false,
      },
    ])
    const listed = JSON.stringify(sandbox.tokens.list())
    expect(listed).not.toContain(answer.access_token)
    expect(listed).not.toContain(answer.refresh_token)
  })

  it('shows a token that was ended, and one whose time is over', async () => {
    const sandbox = await open()
    await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa', lifetimeMs: 1000 })
    await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    sandbox.tokens.end(sandbox.tokens.list()[1]?.id ?? '')
    sandbox.clock.advance({ seconds: 1 })
    expect(sandbox.tokens.list().map(({ isEnded }) => isEnded)).toEqual([true, true, false])
  })

  it('ends an access token by its id, once', async () => {
    const sandbox = await open()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const [{ id } = { id: '' }] = sandbox.tokens.list()
    expect(sandbox.tokens.end(id)).toBe(true)
    expect(sandbox.tokens.end(id)).toBe(false)
    expect(await askUserinfo(sandbox, token)).toBe(401)
  })

  it('ends a refresh token by its id', async () => {
    const sandbox = await createSandbox({ behavior: { publicClientRefreshTokens: true } })
    const { refresh_token: token } = await signIn(sandbox)
    const { id = '' } = sandbox.tokens.list().find(({ kind }) => kind === 'refresh_token') ?? {}
    expect(sandbox.tokens.end(id)).toBe(true)
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'mudbrick-cli',
      refresh_token: token,
    })
    const url = `${sandbox.origins.ims}/ims/token/v3`
    expect((await sandbox.fetch(url, { method: 'POST', body })).status).toBe(400)
    expect(sandbox.tokens.list().map(({ kind }) => kind)).toEqual(['access_token'])
  })

  it('remembers the newest 1,000 access tokens, oldest first', async () => {
    const sandbox = await open()
    const issue = (scope: string): Promise<string> =>
      sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa', scopes: [scope] })
    await Promise.all(Array.from({ length: 1002 }, (_, index) => issue(String(index))))
    const listed = sandbox.tokens.list().map(({ scopes: [scope] }) => scope)
    expect(listed).toHaveLength(1000)
    expect([listed[0], listed.at(-1)]).toEqual(['2', '1001'])
  })
})

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

async function signIn(sandbox: Sandbox): Promise<Tokens> {
  const user = createSandboxUser(sandbox)
  const client = { client_id: 'mudbrick-cli', redirect_uri: 'https://localhost:8765/callback' }
  const page = await user.authorize({ ...client, scope: 'openid,offline_access' })
  const code = new URL(page.url).searchParams.get('code') ?? ''
  const response = await user.exchange(code, client)
  const answer: Tokens = JSON.parse(await response.text())
  return answer
}

async function askUserinfo(sandbox: Sandbox, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return (await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, { headers })).status
}
