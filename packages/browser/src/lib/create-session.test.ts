import { inspect } from 'node:util'
import { createImsClient } from '@mudbrick/ims'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { createFakeIms } from '@mudbrick/testing/fake-ims'
import { createFakeStorage } from '@mudbrick/testing/fake-page'
import { aemOrigin, appOrigin, createFakeTab, settle } from '@mudbrick/testing/fake-tab'
import {
  createSession,
  type CreateSessionOptions,
  type ImsClient,
  type KeyValueStorage,
  type SignInError,
} from '../index.ts'
import { isSignInError } from './sign-in-error.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('createSession()', () => {
  it('is signed-out at first', () => {
    expect(createFakeTab().load().session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('restores the session that an earlier page has left', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    const { session } = tab.load()
    await session.ready
    expect(session.getSnapshot()).toMatchObject({
      status: 'signed-in',
      profile: { name: 'Ada Author' },
    })
    expect(await session.getAccessToken()).toBe('fake-access-token-for-fake-code-1')
  })

  it('keeps the session where it is told to', async () => {
    const tab = createFakeTab()
    const storage = createFakeStorage()
    const { page, session } = tab.load(undefined, { storage })
    await session.signIn()
    await tab.load(tab.ims.approve(page.departures[0]), { storage }).session.finishSignIn()
    expect([...storage.items.keys()]).toEqual(['mudbrick:ims.test:client-id-123:session'])
  })

  it('is signed-out when storage holds what it cannot read', async () => {
    const tab = createFakeTab()
    tab.storage.setItem('mudbrick:ims.test:client-id-123:session', '{"accessToken":1}')
    expect(tab.load().session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it.each([undefined, {}, { allowedOrigins: [aemOrigin] }])('misses ims in %j', (options) => {
    const create = createSession as (options: unknown) => unknown
    expect(() => create(options)).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'ims' }),
    )
  })

  it('says so where the browser is too old', () => {
    vi.stubGlobal('AbortController', function OldAbortController() {
      return { signal: {} }
    })
    expect(() => createFakeTab().load()).toThrow(
      expect.objectContaining({ code: 'unsupported_browser' }),
    )
  })

  it('refuses a storage that it does not know', () => {
    // @ts-expect-error -- a page without a bundler has no compiler to tell it
    const load = (): unknown => createFakeTab().load(undefined, { storage: 'sesion' })
    expect(load).toThrow(expect.objectContaining({ option: 'storage' }))
  })

  it('refuses an origin that is not secure', () => {
    const load = (): unknown =>
      createFakeTab().load(undefined, { allowedOrigins: ['http://a.test'] })
    expect(load).toThrow(expect.objectContaining({ option: 'allowedOrigins' }))
  })
})

describe('getAccessToken()', () => {
  it('rejects when no user is signed in', async () => {
    await expect(createFakeTab().load().session.getAccessToken()).rejects.toMatchObject({
      name: 'SignInRequiredError',
      code: 'no_session',
      needsInteraction: true,
    })
  })

  it('rejects when the token does not live as long as it is needed', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(3_550_000)
    await expect(session.getAccessToken({ minimumTtlMs: 60_000 })).rejects.toMatchObject({
      code: 'no_session',
    })
  })

  it('gives a token that lives just as long as it is needed', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(3_540_000)
    expect(await session.getAccessToken({ minimumTtlMs: 60_000 })).toMatch(/^fake-access-token/)
  })

  it('rejects with the reason of an aborted signal', async () => {
    const { session } = await createFakeTab().signIn()
    const reason = new Error('changed my mind')
    await expect(session.getAccessToken({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('session.fetch()', () => {
  it('sends the token to an allowed origin', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    await session.fetch(`${aemOrigin}/adobe/sites/cf/models`)
    expect(tab.ims.authorizations.at(-1)).toBe('Bearer fake-access-token-for-fake-code-1')
  })

  it('sends nothing to another origin', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    const requestsBefore = tab.ims.requests.length
    await expect(session.fetch('https://evil.example/')).rejects.toMatchObject({
      code: 'origin_not_allowed',
    })
    expect(tab.ims.requests).toHaveLength(requestsBefore)
  })

  it('sends nothing when no user is signed in', async () => {
    const tab = createFakeTab()
    await expect(tab.load().session.fetch(aemOrigin)).rejects.toMatchObject({ code: 'no_session' })
    expect(tab.ims.requests).toEqual([])
  })

  it('turns the session expired when the service refuses the token, and gives its answer', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/models', () => new Response('who?', { status: 401 }))
    const response = await session.fetch(`${aemOrigin}/models`)
    expect(await response.text()).toBe('who?')
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('asks once when the service refuses the token', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/models', () => new Response('who?', { status: 401 }))
    await session.fetch(`${aemOrigin}/models`)
    expect(tab.ims.requests.filter((request) => request === 'GET /models')).toHaveLength(1)
  })

  it('gives the refusal that arrives after a sign-out', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    let answer = (_response: Response): void => {}
    tab.ims.answer('/models', () => new Promise((resolve) => (answer = resolve)))
    const fetched = session.fetch(`${aemOrigin}/models`)
    await settle()
    await session.signOut()
    answer(new Response('who?', { status: 401 }))
    expect((await fetched).status).toBe(401)
  })

  it('stays signed in when the service forbids', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/models', () => new Response('no', { status: 403 }))
    await session.fetch(`${aemOrigin}/models`)
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})

describe('a session in a window whose storage throws', () => {
  const storage = { getItem: refuse, setItem: refuse, removeItem: refuse, items: new Map() }

  it('does not leave for a sign-in whose answer it could not check', async () => {
    const { page, session } = createFakeTab({ storage }).load(`${appOrigin}/`)
    await expect(session.signIn()).rejects.toMatchObject({
      code: 'storage_unavailable',
      needsInteraction: true,
    })
    expect(page.departures).toEqual([])
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('warns once, saying what to do', async () => {
    const tab = createFakeTab({ storage })
    await tab
      .load()
      .session.signIn()
      .catch(() => {})
    expect(tab.warnings).toMatchObject([
      { code: 'storage_unavailable', message: expect.stringContaining('allow site data') },
    ])
  })

  it('signs out', async () => {
    const { page, session } = createFakeTab({ storage }).load()
    await session.signOut()
    expect(page.departures).toHaveLength(1)
  })
})

describe('a session of an earlier version of the app', () => {
  it('warns that scopes were not asked for then, once', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    const ims = createImsClient({
      credential: 'single-page-app',
      clientId: 'client-id-123',
      redirectUri: `${appOrigin}/callback`,
      scopes: 'AdobeID,openid,aem.fragments.management,aem.folders',
      environment: 'https://ims.test',
      fetch: tab.ims.fetch,
      clock: tab.time,
    })
    const { page, session } = tab.load(undefined, { ims })
    await session.ready
    page.becomeVisible()
    await settle()
    expect(tab.warnings).toMatchObject([
      { code: 'scopes_not_requested', message: expect.stringContaining('aem.folders') },
    ])
  })

  it('warns of nothing where the scopes are the same', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    await tab.load().session.ready
    expect(tab.warnings).toEqual([])
  })
})

describe('a session that is closed', () => {
  it('hears no other tab any more', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    const other = createFakeTab({ ims: tab.ims, time: tab.time, browser: tab.browser }).load()
    await settle()
    session.close()
    await other.session.signOut()
    await settle()
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('renews nothing any more', async () => {
    const tab = createFakeTab({ ims: createFakeIms({ givesRefreshTokens: true }) })
    const { session } = await tab.signIn()
    session.close()
    tab.time.pass(3_600_000)
    await settle()
    expect(tab.ims.refreshes()).toBe(0)
  })

  it('does not look again when the page becomes visible', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    session.close()
    tab.storage.items.clear()
    tab.browser.localStorage.items.clear()
    page.becomeVisible()
    await settle()
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})

describe('a session and its secrets', () => {
  it('shows no token in its snapshot', async () => {
    const { session } = await createFakeTab().signIn()
    expect(JSON.stringify(session.getSnapshot())).not.toContain('fake-access-token')
  })

  it('shows no token as JSON', async () => {
    const { session } = await createFakeTab().signIn()
    expect(JSON.stringify(session)).not.toContain('fake-access-token')
  })

  it('shows no token when inspected', async () => {
    const { session } = await createFakeTab().signIn()
    const shown = inspect(session, { depth: Infinity, showHidden: true })
    expect(shown).not.toContain('fake-access-token')
  })
})

describe('a session on a server', () => {
  it('is restoring, and says so at once', async () => {
    const session = createSession({ ims: createServerClient(), allowedOrigins: [aemOrigin] })
    await session.ready
    expect(session.getSnapshot()).toEqual({ status: 'restoring' })
  })

  it('can be subscribed to', () => {
    const session = createSession({ ims: createServerClient(), allowedOrigins: [aemOrigin] })
    expect(session.subscribe(() => {})()).toBeUndefined()
  })

  it('says where it works when it is asked to sign in', async () => {
    const session = createSession({ ims: createServerClient(), allowedOrigins: [aemOrigin] })
    await expect(session.signIn()).rejects.toThrow(
      'A session signs in, fetches and signs out in a browser only',
    )
  })
})

describe('isSignInError()', () => {
  it('recognises what a session rejects with', async () => {
    const error: unknown = await createFakeTab().load().session.getAccessToken().catch(identity)
    expect(isSignInError(error)).toBe(true)
  })

  it('recognises nothing else', () => {
    expect(isSignInError(new Error('a mistake of the app'))).toBe(false)
  })

  it('lets a code decide which error it is', () => {
    const read = (error: SignInError): void => {
      if (error.code === 'authorization_error') expectTypeOf(error.error).toEqualTypeOf<string>()
    }
    expectTypeOf(read).toBeFunction()
  })
})

function createServerClient(): ReturnType<typeof createImsClient> {
  return createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: `${appOrigin}/callback`,
    scopes: 'AdobeID',
  })
}

function refuse(): never {
  throw new Error('The operation is insecure.')
}

function identity(value: unknown): unknown {
  return value
}

expectTypeOf<Storage>().toExtend<KeyValueStorage>()
// A page has no secret to keep.
expectTypeOf<ImsClient<'web-app'>>().not.toExtend<CreateSessionOptions['ims']>()
