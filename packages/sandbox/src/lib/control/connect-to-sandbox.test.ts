import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'
import { connectToSandbox, type SandboxConnection } from './connect-to-sandbox.ts'

const origin = 'https://localhost:8440'
const token = 'fake-control-token'

interface Connected {
  /** The sandbox as its own process sees it. */
  readonly here: Sandbox
  /** The same, from another process. */
  readonly sandbox: SandboxConnection
}

async function connect(): Promise<Connected> {
  const here = await createSandbox({ clock: createFakeClock() })
  const sandbox = connectToSandbox({
    origin: here.origins.home,
    token: here.controlToken ?? '',
    fetch: here.fetch,
  })
  return { here, sandbox }
}

describe('connectToSandbox()', () => {
  it('lists, adds and removes users', async () => {
    const { here, sandbox } = await connect()
    const { id } = await sandbox.users.put({ email: 'eve@wknd.test' })
    expect(await sandbox.users.get(id)).toMatchObject({ email: 'eve@wknd.test' })
    expect(await sandbox.users.list()).toHaveLength(here.users.list().length)
    expect(await sandbox.users.remove('eve@wknd.test')).toBe(true)
    expect(await sandbox.users.remove('eve@wknd.test')).toBe(false)
  })

  it('replaces and removes organizations and credentials', async () => {
    const { sandbox } = await connect()
    const [organization] = await sandbox.organizations.list()
    const [credential] = await sandbox.credentials.list()
    if (organization === undefined || credential === undefined) throw new Error('The seed is empty')
    await sandbox.organizations.put({ ...organization, name: 'Renamed' })
    await sandbox.credentials.put({ ...credential, name: 'Renamed' })
    expect((await sandbox.organizations.list())[0]?.name).toBe('Renamed')
    expect((await sandbox.credentials.list())[0]?.name).toBe('Renamed')
    expect(await sandbox.organizations.remove(organization.id)).toBe(true)
    expect(await sandbox.credentials.remove(credential.clientId)).toBe(true)
  })

  it('grants and withdraws consents', async () => {
    const { sandbox } = await connect()
    await sandbox.consents.grant({
      user: 'ada@wknd.test',
      clientId: 'wknd-spa',
      scopes: ['openid'],
    })
    expect(await sandbox.consents.list()).toMatchObject([{ clientId: 'wknd-spa' }])
    expect(await sandbox.consents.withdraw({ user: 'ada@wknd.test', clientId: 'wknd-spa' })).toBe(
      true,
    )
    expect(await sandbox.consents.withdraw({ user: 'ada@wknd.test', clientId: 'wknd-spa' })).toBe(
      false,
    )
  })

  it('starts and ends browser sessions', async () => {
    const { sandbox } = await connect()
    const { id, cookie } = await sandbox.browserSessions.start('ada@wknd.test')
    expect(cookie.name).toBe('__Host-ims-session')
    expect(await sandbox.browserSessions.list()).toMatchObject([{ id }])
    expect(await sandbox.browserSessions.end(id)).toBe(true)
  })

  it('issues and revokes tokens', async () => {
    const { sandbox } = await connect()
    const grant = { user: 'ada@wknd.test', clientId: 'wknd-spa' }
    const accessToken = await sandbox.tokens.issue(grant)
    expect(await sandbox.tokens.revoke(accessToken)).toBe(true)
    expect(await sandbox.tokens.revoke(accessToken)).toBe(false)
  })

  it('moves the clock', async () => {
    const { sandbox } = await connect()
    await sandbox.clock.set(1000)
    await sandbox.clock.advance({ minutes: 1 })
    expect(await sandbox.clock.now()).toBe(61_000)
  })

  it('adds and removes faults', async () => {
    const { sandbox } = await connect()
    const { id } = await sandbox.faults.add({ match: '* *', status: 503 })
    expect(await sandbox.faults.list()).toEqual([{ id, met: 0, match: '* *', status: 503 }])
    expect(await sandbox.faults.remove(id)).toBe(true)
    await sandbox.faults.add({ match: '* *', status: 503 })
    await sandbox.faults.clear()
    expect(await sandbox.faults.list()).toEqual([])
  })

  it('reads the journal', async () => {
    const { here, sandbox } = await connect()
    await here.fetch(`${here.origins.ims}/ims/keys`)
    await here.fetch(`${here.origins.ims}/ims/userinfo/v2`)
    expect(await sandbox.journal.exchanges({ path: '/ims/keys' })).toHaveLength(1)
    expect((await sandbox.journal.last())?.index).toBe(2)
    await sandbox.journal.clear()
    expect(await sandbox.journal.last()).toBeUndefined()
  })

  it('waits for an exchange', async () => {
    const { here, sandbox } = await connect()
    const waiting = sandbox.journal.waitFor({ path: '/ims/keys' })
    await here.fetch(`${here.origins.ims}/ims/keys`)
    expect(await waiting).toMatchObject({ path: '/ims/keys' })
  })

  it('asks again when it is to wait for longer than the control API keeps a request', async () => {
    const asked: (string | null)[] = []
    const sandbox = connectToSandbox({
      origin,
      token,
      fetch: (input) => {
        asked.push(new URL(new Request(input).url).searchParams.get('timeoutMs'))
        return Promise.resolve(Response.json({ detail: 'Nothing came.' }, { status: 408 }))
      },
    })
    await expect(sandbox.journal.waitFor({}, { timeoutMs: 70_000 })).rejects.toMatchObject({
      code: 'timed_out',
    })
    expect(asked).toEqual(['30000', '30000', '10000'])
  })

  it('passes the reason of the caller’s abort on', async () => {
    const { sandbox } = await connect()
    const reason = new Error('enough')
    const waiting = sandbox.journal.waitFor({}, { signal: AbortSignal.abort(reason) })
    await expect(waiting).rejects.toBe(reason)
  })

  it('lists tokens, and ends one', async () => {
    const { sandbox } = await connect()
    await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const [{ id, isEnded } = { id: '', isEnded: true }] = await sandbox.tokens.list()
    expect(isEnded).toBe(false)
    expect(await sandbox.tokens.end(id)).toBe(true)
    expect(await sandbox.tokens.end(id)).toBe(false)
  })

  it('shows and changes the behavior', async () => {
    const { here, sandbox } = await connect()
    expect(await sandbox.behavior()).toEqual(here.behavior)
    await sandbox.changeBehavior('strict')
    await sandbox.changeBehavior({ missingState: 'accept' })
    expect(here.behavior).toMatchObject({ missingState: 'accept', missingNonce: 'refuse' })
  })

  it('shows each switch of the behavior with its value in force', async () => {
    const { sandbox } = await connect()
    await sandbox.changeBehavior({ missingState: 'refuse' })
    expect((await sandbox.behaviorSwitches()).missingState).toMatchObject({
      values: ['accept', 'refuse'],
      tutorial: 'accept',
      value: 'refuse',
    })
  })

  it('takes, lists, restores and removes snapshots', async () => {
    const { here, sandbox } = await connect()
    const snapshot = await sandbox.snapshots.take()
    expect(await sandbox.snapshots.list()).toEqual([snapshot])
    here.users.remove('ada@wknd.test')
    await sandbox.snapshots.restore(snapshot.id)
    expect(here.users.get('ada@wknd.test').givenName).toBe('Ada')
    expect(await sandbox.snapshots.remove(snapshot.id)).toBe(true)
    await expect(sandbox.snapshots.restore(snapshot.id)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('resets', async () => {
    const { here, sandbox } = await connect()
    here.users.remove('ada@wknd.test')
    await sandbox.reset()
    expect(here.users.get('ada@wknd.test').givenName).toBe('Ada')
  })
})

describe('SandboxError of connectToSandbox()', () => {
  it('is invalid_configuration for an invalid origin', () => {
    expect(() => connectToSandbox({ origin: 'localhost:8440', token })).toThrow(
      'The origin is "localhost:8440": give that of the sandbox\'s home page',
    )
  })

  it('is what the sandbox itself would throw', async () => {
    const { sandbox } = await connect()
    await expect(sandbox.users.get('eve@wknd.test')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('there are ada@wknd.test') as string,
    })
    await expect(sandbox.faults.add({ match: 'all' })).rejects.toMatchObject({
      code: 'invalid_configuration',
    })
  })

  it('is not_found for a name that a path would lose', async () => {
    const { sandbox } = await connect()
    await sandbox.faults.add({ match: '* *', status: 503 })
    await expect(sandbox.faults.remove('.')).rejects.toHaveProperty('code', 'not_found')
    expect(await sandbox.faults.list()).toHaveLength(1)
  })

  it('is control_refused for the token of another run, which it does not tell', async () => {
    const { here } = await connect()
    const stranger = connectToSandbox({
      origin: here.origins.home,
      token: 'fake-old-token',
      fetch: here.fetch,
    })
    const error: unknown = await stranger.reset().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'control_refused' })
    expect(String(error)).not.toContain('fake-old-token')
  })

  it('is control_unreachable where nothing listens', async () => {
    const cause = new TypeError('fetch failed')
    const sandbox = connectToSandbox({ origin, token, fetch: () => Promise.reject(cause) })
    await expect(sandbox.reset()).rejects.toMatchObject({ code: 'control_unreachable', cause })
  })

  it('is control_unreachable where something else listens', async () => {
    const page = (): Promise<Response> =>
      Promise.resolve(new Response('<h1>No</h1>', { status: 404 }))
    const sandbox = connectToSandbox({ origin, token, fetch: page })
    await expect(sandbox.users.remove('ada@wknd.test')).rejects.toMatchObject({
      code: 'control_unreachable',
      message: expect.stringContaining('answered with HTTP 404') as string,
    })
  })
})
