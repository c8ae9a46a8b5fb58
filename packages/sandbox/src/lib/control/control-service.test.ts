import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { behaviorPresets } from '../behavior.ts'
import { readSeedFiles } from '../node/seed-files.ts'
import { createSeededRandomness } from '../randomness.ts'
import { createSigningKeys } from '../state/signing-key.ts'
import { createState, type State } from '../state/state.ts'
import { controlService, isControlPath, type ControlContext } from './control-service.ts'
import { createFacades } from './facades.ts'
import { createFaults } from './faults.ts'
import { createJournal, type RecordingJournal } from './journal.ts'
import { createSandboxClock } from './sandbox-clock.ts'

const home = 'https://localhost:8440'
const start = Date.UTC(2026, 0, 1)

interface Opened {
  readonly context: ControlContext
  readonly journal: RecordingJournal
  readonly state: State
  /** Sends a request with the token; a body goes as JSON. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<Response>
  readonly sendRaw: (request: Request) => Promise<Response>
}

async function open(): Promise<Opened> {
  const randomness = createSeededRandomness('control')
  const clock = createSandboxClock(createFakeClock(start))
  const signingKeys = await createSigningKeys()
  const seed = await readSeedFiles()
  const state = createState({
    seed,
    behavior: behaviorPresets.tutorial,
    clock,
    randomness,
    signingKeys,
  })
  const journal = createJournal({ clock })
  const context: ControlContext = {
    origins: { home, ims: 'https://127.0.0.1:8443', aem: 'https://localhost:8444' },
    token: 'fake-control-token',
    sessionSecret: 'fake-session-secret',
    facades: createFacades({ state: () => state, randomness, sessionCookieName: () => 'sso' }),
    journal,
    faults: createFaults(randomness),
    clock,
    randomness,
    behavior: behaviorPresets.tutorial,
    reset: vi.fn<() => void>(),
  }
  const sendRaw: Opened['sendRaw'] = (request) => controlService(request, context)
  const send: Opened['send'] = (method, path, body) =>
    sendRaw(
      new Request(home + path, {
        method,
        headers: {
          authorization: 'Bearer fake-control-token',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
  return { context, journal, state, send, sendRaw }
}

function record(journal: RecordingJournal, path: string): void {
  journal.record({
    service: 'ims',
    request: new Request(`https://127.0.0.1:8443${path}`),
    response: new Response(null),
    durationMs: 1,
    hints: [],
  })
}

afterEach(() => {
  vi.useRealTimers()
})

describe('isControlPath()', () => {
  it('tells the control API from its neighbours', () => {
    expect(isControlPath('/control')).toBe(true)
    expect(isControlPath('/control/users')).toBe(true)
    expect(isControlPath('/controls')).toBe(false)
  })
})

describe('controlService()', () => {
  it('lets nobody in without the token', async () => {
    const { sendRaw } = await open()
    const response = await sendRaw(new Request(`${home}/control/users`))
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('gives a session for the token, whose cookie opens the API', async () => {
    const { send, sendRaw } = await open()
    const session = await send('POST', '/control/session')
    expect(session.status).toBe(204)
    const cookie = session.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const request = new Request(`${home}/control/users`, { headers: { cookie } })
    expect((await sendRaw(request)).status).toBe(200)
  })

  it('starts no session with GET', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/session')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('answers an unknown path with what to do', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/people')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      detail: 'The control API has nothing at this path: GET /control lists its operations.',
    })
  })

  it('names the methods of a path', async () => {
    const { send } = await open()
    const response = await send('DELETE', '/control/users')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD'])
  })

  it('takes a path with a slash behind for another, lest an empty id take everything away', async () => {
    const { context, send } = await open()
    context.faults.add({ match: '* *', status: 503 })
    expect((await send('DELETE', '/control/faults/')).status).toBe(404)
    expect(context.faults.list()).toHaveLength(1)
  })

  it('answers HEAD without a body, and begins no event stream for it', async () => {
    const { context, send } = await open()
    const subscribe = vi.spyOn(context.journal, 'subscribe')
    expect((await send('HEAD', '/control/events')).body).toBeNull()
    expect(subscribe).not.toHaveBeenCalled()
  })
})

describe('bad input', () => {
  it.each([
    ['POST', '/control/users', { email: 'nobody' }, 'email: Invalid email address'],
    ['POST', '/control/users', {}, 'email: '],
    ['POST', '/control/users', { email: 'a@wknd.test', rights: 1 }, 'rights'],
    ['POST', '/control/users', [], 'the whole: '],
    ['POST', '/control/users', null, 'the whole: '],
    ['POST', '/control/organizations', { id: 'wknd' }, 'end the id with "@AdobeOrg"'],
    ['POST', '/control/credentials', { type: 'web' }, 'type: '],
    ['POST', '/control/consents', { user: 'ada@wknd.test' }, 'clientId: '],
    ['POST', '/control/browser-sessions', {}, 'user: '],
    ['POST', '/control/tokens', { user: '', clientId: 'wknd-spa' }, 'user: '],
    ['PUT', '/control/clock', { now: 'noon' }, 'give whole milliseconds since the epoch'],
    ['PUT', '/control/clock', { now: 1e300 }, 'give whole milliseconds since the epoch'],
    ['POST', '/control/clock/advance', { days: 1 }, 'days'],
    ['POST', '/control/clock/advance', { hours: -1 }, 'hours: '],
    ['POST', '/control/faults', { match: 'everything' }, 'write a method and a path'],
    ['POST', '/control/faults', { match: '* *', status: 20 }, 'give an HTTP status'],
  ])('refuses %s %s %j', async (method, path, body, words) => {
    const { send } = await open()
    const response = await send(method, path, body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.text()).toContain(JSON.stringify(words).slice(1, -1))
  })

  it.each([
    '/control/journal?status=many',
    '/control/journal?status=200&status=201',
    '/control/journal?colour=red',
    '/control/journal/next?timeoutMs=30001',
  ])('refuses GET %s', async (path) => {
    const { send } = await open()
    expect((await send('GET', path)).status).toBe(400)
  })

  it('refuses a credential whose pattern looks around', async () => {
    const { context, send } = await open()
    const [credential] = context.facades.credentials.list()
    const body = { ...credential, redirectUriPatterns: ['(?=a)a'] }
    const response = await send('POST', '/control/credentials', body)
    expect(await response.text()).toContain(
      'redirectUriPatterns[0]: write a regular expression without look-ahead',
    )
  })

  it('survives JSON as deep as it is long', async () => {
    const { sendRaw } = await open()
    const request = new Request(`${home}/control/users`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer fake-control-token',
        'content-type': 'application/json',
      },
      body: '['.repeat(200_000) + ']'.repeat(200_000),
    })
    expect((await sendRaw(request)).status).toBe(400)
  })

  it('survives a path of broken percent-encoding', async () => {
    const { send } = await open()
    expect((await send('GET', '/control/users/%zz')).status).toBe(404)
  })

  it('refuses an operation without its body', async () => {
    const { send } = await open()
    expect((await send('POST', '/control/users')).status).toBe(400)
  })

  it('does not repeat a secret that was sent in the wrong place', async () => {
    const { send } = await open()
    const body = { email: 'eve@wknd.test', password: 7, secret: 'fake-secret' }
    expect(await (await send('POST', '/control/users', body)).text()).not.toContain('fake-secret')
  })
})

describe('users', () => {
  it('lists them as they can be sent back', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/users')
    const [ada] = (await response.json()) as object[]
    expect(ada).toMatchObject({ email: 'ada@wknd.test' })
    expect((await send('POST', '/control/users', ada)).status).toBe(200)
  })

  it('adds one of whom only the e-mail address is known', async () => {
    const { send, state } = await open()
    const response = await send('POST', '/control/users', { email: 'Eve@wknd.test' })
    expect(await response.json()).toMatchObject({ email: 'eve@wknd.test', password: 'mudbrick' })
    expect(state.users.byEmail('eve@wknd.test')?.accountType).toBe('ind')
  })

  it('changes one by e-mail address, and keeps what is not given', async () => {
    const { send } = await open()
    const response = await send('PUT', '/control/users/ada%40wknd.test', { productProfiles: [] })
    expect(await response.json()).toMatchObject({ givenName: 'Ada', productProfiles: [] })
  })

  it('refuses to change one into another', async () => {
    const { send } = await open()
    const body = { email: 'eve@wknd.test' }
    expect((await send('PUT', '/control/users/ada%40wknd.test', body)).status).toBe(409)
  })

  it('removes one, once', async () => {
    const { send } = await open()
    expect((await send('DELETE', '/control/users/ada%40wknd.test')).status).toBe(204)
    expect((await send('DELETE', '/control/users/ada%40wknd.test')).status).toBe(404)
  })

  it('tells who there is when nobody is found', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/users/eve%40wknd.test')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('there are ada@wknd.test')
  })
})

describe('organizations and credentials', () => {
  it('replaces an organization', async () => {
    const { context, send } = await open()
    const [organization] = context.facades.organizations.list()
    const path = `/control/organizations/${encodeURIComponent(organization?.id ?? '')}`
    const body = { ...organization, name: 'Renamed' }
    expect((await send('PUT', path, body)).status).toBe(204)
    expect(await (await send('GET', path)).json()).toMatchObject({ name: 'Renamed' })
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('GET', path)).status).toBe(404)
  })

  it('adds a credential', async () => {
    const { context, send } = await open()
    const [credential] = context.facades.credentials.list()
    const body = { ...credential, clientId: 'another-spa' }
    expect((await send('POST', '/control/credentials', body)).status).toBe(204)
    expect(await (await send('GET', '/control/credentials/another-spa')).json()).toEqual(body)
  })

  it('refuses a credential of another name than its path', async () => {
    const { context, send } = await open()
    const [credential] = context.facades.credentials.list()
    expect((await send('PUT', '/control/credentials/another', credential)).status).toBe(409)
  })
})

describe('consents, browser sessions and tokens', () => {
  it('grants and withdraws a consent', async () => {
    const { send } = await open()
    const grant = { user: 'ada@wknd.test', clientId: 'wknd-spa', scopes: ['openid'] }
    expect((await send('POST', '/control/consents', grant)).status).toBe(204)
    expect(await (await send('GET', '/control/consents')).json()).toMatchObject([
      { clientId: 'wknd-spa', scopes: ['openid'] },
    ])
    const query = '?user=ada%40wknd.test&clientId=wknd-spa'
    const withdrawal = await send('DELETE', `/control/consents${query}`)
    expect(await withdrawal.json()).toEqual({ withdrawn: true })
  })

  it('starts a browser session that IMS knows', async () => {
    const { send, state } = await open()
    const response = await send('POST', '/control/browser-sessions', { user: 'ada@wknd.test' })
    expect(response.status).toBe(201)
    const { id, cookie } = (await response.json()) as { id: string; cookie: { value: string } }
    expect(state.browserSessions.find(cookie.value)?.id).toBe(id)
    expect((await send('DELETE', `/control/browser-sessions/${id}`)).status).toBe(204)
  })

  it('issues a token that is good until it is revoked', async () => {
    const { send, state } = await open()
    const grant = { user: 'ada@wknd.test', clientId: 'wknd-spa', lifetimeMs: 1000 }
    const issued = await send('POST', '/control/tokens', grant)
    expect(issued.headers.get('cache-control')).toBe('no-store')
    const body = (await issued.json()) as { accessToken: string }
    expect(await state.accessTokens.verify(body.accessToken)).toMatchObject({ expires_in: '1000' })
    const revoked = await send('POST', '/control/tokens/revoke', body)
    expect(await revoked.json()).toEqual({ revoked: true })
  })
})

describe('clock, faults, behavior and reset', () => {
  it('moves the clock', async () => {
    const { context, send } = await open()
    await send('PUT', '/control/clock', { now: '2026-03-01T12:00:00+01:00' })
    const response = await send('POST', '/control/clock/advance', { hours: 1, seconds: 1 })
    expect(await response.json()).toEqual({
      now: Date.UTC(2026, 2, 1, 12, 0, 1),
      iso: '2026-03-01T12:00:01.000Z',
    })
    expect(context.clock.now()).toBe(Date.UTC(2026, 2, 1, 12, 0, 1))
  })

  it('advances no further than dates go', async () => {
    const { send } = await open()
    await send('PUT', '/control/clock', { now: '9999-12-30T00:00:00Z' })
    expect((await send('POST', '/control/clock/advance', { hours: 25 })).status).toBe(400)
  })

  it('adds, lists and removes faults', async () => {
    const { send } = await open()
    const added = await send('POST', '/control/faults', { match: 'POST /ims/token/*', times: 1 })
    expect(added.status).toBe(201)
    const { id } = (await added.json()) as { id: string }
    expect(await (await send('GET', '/control/faults')).json()).toEqual([
      { id, match: 'POST /ims/token/*', times: 1, met: 0 },
    ])
    expect((await send('DELETE', `/control/faults/${id}`)).status).toBe(204)
    expect((await send('DELETE', `/control/faults/${id}`)).status).toBe(404)
  })

  it('shows the behavior in force', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/behavior')
    expect(await response.json()).toEqual(behaviorPresets.tutorial)
  })

  it('resets', async () => {
    const { context, send } = await open()
    expect((await send('POST', '/control/reset')).status).toBe(204)
    expect(context.reset).toHaveBeenCalledOnce()
  })
})

describe('journal', () => {
  it('lists what agrees with the filter', async () => {
    const { journal, send } = await open()
    record(journal, '/ims/keys')
    record(journal, '/ims/userinfo/v2')
    const response = await send('GET', '/control/journal?path=/ims/user*&status=200')
    expect(await response.json()).toMatchObject({
      exchanges: [{ index: 2, path: '/ims/userinfo/v2' }],
      dropped: 0,
    })
  })

  it('waits for the next one', async () => {
    const { journal, send } = await open()
    record(journal, '/ims/keys')
    const waiting = send('GET', '/control/journal/next?after=1')
    await vi.waitFor(() => record(journal, '/ims/userinfo/v2'))
    expect(await (await waiting).json()).toMatchObject({ path: '/ims/userinfo/v2' })
  })

  it('says what came instead when the wait is over', async () => {
    const { journal, send } = await open()
    record(journal, '/ims/keys')
    const response = await send('GET', '/control/journal/next?path=/x&timeoutMs=0')
    expect(response.status).toBe(408)
    expect(await response.text()).toContain('the newest being ims GET /ims/keys')
  })

  it('stops waiting when the caller has gone', async () => {
    const { sendRaw } = await open()
    const caller = new AbortController()
    const waiting = sendRaw(
      new Request(`${home}/control/journal/next`, {
        headers: { authorization: 'Bearer fake-control-token' },
        signal: caller.signal,
      }),
    )
    caller.abort()
    await expect(waiting).rejects.toHaveProperty('name', 'AbortError')
  })

  it('forgets', async () => {
    const { journal, send } = await open()
    record(journal, '/ims/keys')
    expect((await send('DELETE', '/control/journal')).status).toBe(204)
    expect(journal.exchanges()).toEqual([])
  })
})

describe('events', () => {
  it('begins after the last event that the reader has seen', async () => {
    const { journal, sendRaw } = await open()
    record(journal, '/ims/keys')
    record(journal, '/ims/userinfo/v2')
    const response = await sendRaw(
      new Request(`${home}/control/events`, {
        headers: { authorization: 'Bearer fake-control-token', 'last-event-id': '1' },
      }),
    )
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const { value } = (await reader?.read()) ?? {}
    await reader?.cancel()
    expect(value).toMatch(/^event: exchange\nid: 2\ndata: \{.*"\/ims\/userinfo\/v2".*\}\n\n$/)
  })
})

describe('description', () => {
  it('lists every operation in OpenAPI, without a token', async () => {
    const { sendRaw } = await open()
    const response = await sendRaw(new Request(`${home}/control/openapi.json`))
    const document = (await response.json()) as { openapi: string; paths: object }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/control/behavior',
      '/control/browser-sessions',
      '/control/browser-sessions/{id}',
      '/control/clock',
      '/control/clock/advance',
      '/control/consents',
      '/control/credentials',
      '/control/credentials/{id}',
      '/control/events',
      '/control/faults',
      '/control/faults/{id}',
      '/control/journal',
      '/control/journal/next',
      '/control/organizations',
      '/control/organizations/{id}',
      '/control/reset',
      '/control/session',
      '/control/tokens',
      '/control/tokens/revoke',
      '/control/users',
      '/control/users/{id}',
    ])
  })

  it.each(['/control', '/control/'])(
    'shows people a page at %s, without a script',
    async (path) => {
      const { sendRaw } = await open()
      const response = await sendRaw(new Request(home + path))
      const text = await response.text()
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(text).toContain('<code>POST /control/clock/advance</code>')
      expect(text).not.toContain('<script')
      expect(text).not.toContain('fake-control-token')
    },
  )
})
