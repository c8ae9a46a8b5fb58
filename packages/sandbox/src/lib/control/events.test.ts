import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it, vi } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'
import { createEvents, type SandboxEvent } from './events.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly heard: SandboxEvent[] }> {
  const sandbox = await createSandbox({
    clock: createFakeClock(1000),
    behavior: { publicClientRefreshTokens: true },
  })
  const heard: SandboxEvent[] = []
  sandbox.events.subscribe((event) => heard.push(event))
  return { sandbox, heard }
}

describe('sandbox.events', () => {
  it('tells of each step of a sign-in, without anything secret', async () => {
    const { sandbox, heard } = await open()
    const { id: userId } = sandbox.users.get('ada@wknd.test')
    const clientId = 'mudbrick-cli'
    const user = createSandboxUser(sandbox)
    const client = { client_id: clientId, redirect_uri: 'https://localhost:8765/callback' }
    const page = await user.authorize({ ...client, scope: 'openid,offline_access' })
    const code = new URL(page.url).searchParams.get('code') ?? ''
    const answer = await (await user.exchange(code, client)).text()

    const id = expect.any(String) as string
    const issued = { type: 'token', action: 'issued', at: 1000, id, clientId, userId }
    expect(heard.filter(({ type }) => type !== 'exchange')).toEqual([
      { type: 'browser-session', action: 'started', at: 1000, id, userId },
      {
        type: 'consent',
        action: 'granted',
        at: 1000,
        userId,
        clientId,
        scopes: ['openid', 'offline_access'],
      },
      { ...issued, kind: 'access_token' },
      { ...issued, kind: 'refresh_token' },
    ])
    const told = JSON.stringify(heard)
    const tokens = JSON.parse(answer) as Record<string, string>
    expect(told).not.toContain(code)
    expect(told).not.toContain(tokens['access_token'])
    expect(told).not.toContain(tokens['refresh_token'])
    expect(told).not.toContain('mudbrick"')
  })

  it('tells of exchanges', async () => {
    const { sandbox, heard } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    expect(heard).toEqual([{ type: 'exchange', at: 1000, exchange: sandbox.journal.last() }])
  })

  it('tells of users, organizations and credentials', async () => {
    const { sandbox, heard } = await open()
    const { id: userId } = sandbox.users.get('ada@wknd.test')
    const [organization] = sandbox.organizations.list()
    const [credential] = sandbox.credentials.list()
    if (organization === undefined || credential === undefined) throw new Error('The seed is empty')
    sandbox.users.put({ email: 'ada@wknd.test', note: 'changed' })
    sandbox.users.remove('ada@wknd.test')
    sandbox.organizations.put(organization)
    sandbox.organizations.remove(organization.id)
    sandbox.credentials.put(credential)
    sandbox.credentials.remove(credential.clientId)
    sandbox.credentials.remove(credential.clientId)
    const user = { type: 'user', at: 1000, userId, email: 'ada@wknd.test' }
    const changed = { type: 'organization', at: 1000, organizationId: organization.id }
    const replaced = { type: 'credential', at: 1000, clientId: credential.clientId }
    expect(heard).toEqual([
      { ...user, action: 'put' },
      { ...user, action: 'removed' },
      { ...changed, action: 'put' },
      { ...changed, action: 'removed' },
      { ...replaced, action: 'put' },
      { ...replaced, action: 'removed' },
    ])
  })

  it('tells of consents and browser sessions that end', async () => {
    const { sandbox, heard } = await open()
    const { id: userId } = sandbox.users.get('ada@wknd.test')
    sandbox.consents.grant({ user: 'ada@wknd.test', clientId: 'wknd-spa', scopes: ['openid'] })
    sandbox.consents.withdraw({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const { id } = sandbox.browserSessions.start('ada@wknd.test')
    sandbox.browserSessions.end(id)
    const consent = { type: 'consent', at: 1000, userId, clientId: 'wknd-spa' }
    expect(heard).toEqual([
      { ...consent, action: 'granted', scopes: ['openid'] },
      { ...consent, action: 'withdrawn', scopes: [] },
      { type: 'browser-session', action: 'started', at: 1000, id, userId },
      { type: 'browser-session', action: 'ended', at: 1000, id, userId },
    ])
  })

  it('tells of a token that ends, once', async () => {
    const { sandbox, heard } = await open()
    const { id: userId } = sandbox.users.get('ada@wknd.test')
    await sandbox.tokens.issue({ user: userId, clientId: 'wknd-spa' })
    const [{ id } = { id: '' }] = sandbox.tokens.list()
    sandbox.tokens.end(id)
    sandbox.tokens.end(id)
    expect(heard.slice(1)).toEqual([
      {
        type: 'token',
        action: 'ended',
        kind: 'access_token',
        at: 1000,
        id,
        clientId: 'wknd-spa',
        userId,
      },
    ])
  })

  it('tells of every token that ends with its sign-in', async () => {
    const { sandbox, heard } = await open()
    const user = createSandboxUser(sandbox)
    const client = { client_id: 'mudbrick-cli', redirect_uri: 'https://localhost:8765/callback' }
    const page = await user.authorize({ ...client, scope: 'openid,offline_access' })
    const code = new URL(page.url).searchParams.get('code') ?? ''
    const answer = await (await user.exchange(code, client)).json()
    const { refresh_token: token } = answer as { refresh_token: string }
    heard.length = 0
    await sandbox.fetch(`${sandbox.origins.ims}/ims/invalidate_token/v2`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: 'mudbrick-cli',
        token,
        token_type: 'refresh_token',
        cascading: 'all',
      }),
    })
    const ended = heard.flatMap((event) => (event.type === 'token' ? [event] : []))
    expect(ended.map(({ action, kind }) => [action, kind])).toEqual([
      ['ended', 'refresh_token'],
      ['ended', 'access_token'],
    ])
  })

  it('tells of behavior, clock, faults, restore and reset', async () => {
    const { sandbox, heard } = await open()
    sandbox.changeBehavior({ missingState: 'refuse', missingNonce: 'accept' })
    sandbox.clock.set(2000)
    const { id, remove } = sandbox.faults.add({ match: 'GET /ims/keys', status: 500 })
    remove()
    const snapshot = sandbox.snapshot()
    sandbox.restore(snapshot)
    sandbox.configureAem({})
    sandbox.reset()
    const fault = { type: 'fault', at: 2000, id, match: 'GET /ims/keys' }
    expect(heard).toEqual([
      { type: 'behavior', at: 1000, rows: { missingState: 'refuse' } },
      { type: 'clock', at: 2000, now: 2000 },
      { ...fault, action: 'added' },
      { ...fault, action: 'removed' },
      { type: 'restore', at: 2000 },
      { type: 'aem-configuration', at: 2000 },
      { type: 'behavior', at: 2000, rows: { missingState: 'accept' } },
      { type: 'journal', at: 2000, action: 'cleared' },
      { type: 'reset', at: 2000 },
    ])
  })
})

describe('createEvents()', () => {
  it('describes nothing while there is no listener', () => {
    const events = createEvents({ now: () => 0, subscribeToJournal: () => () => {} })
    const describeChange = vi.fn<() => []>(() => [])
    events.tell(describeChange)
    events.subscribe(() => {})()
    events.tell(describeChange)
    expect(describeChange).not.toHaveBeenCalled()
  })

  it('listens to the journal only while there is a listener', () => {
    const stop = vi.fn<() => void>()
    const subscribeToJournal = vi.fn<() => () => void>(() => stop)
    const events = createEvents({ now: () => 0, subscribeToJournal })
    expect(subscribeToJournal).not.toHaveBeenCalled()
    const unsubscribes = [events.subscribe(() => {}), events.subscribe(() => {})]
    expect(subscribeToJournal).toHaveBeenCalledOnce()
    unsubscribes[0]?.()
    expect(stop).not.toHaveBeenCalled()
    unsubscribes[1]?.()
    expect(stop).toHaveBeenCalledOnce()
  })

  it('tells the others although one of the listeners fails', () => {
    const failures: unknown[] = []
    vi.stubGlobal('queueMicrotask', (task: () => void) => {
      try {
        task()
      } catch (error) {
        failures.push(error)
      }
    })
    const events = createEvents({ now: () => 0, subscribeToJournal: () => () => {} })
    const failure = new Error('The listener failed.')
    const heard = vi.fn<() => void>()
    events.subscribe(() => {
      throw failure
    })
    events.subscribe(heard)
    events.tell(() => [{ type: 'reset' }])
    vi.unstubAllGlobals()
    expect(heard).toHaveBeenCalledOnce()
    expect(failures).toEqual([failure])
  })
})
