import { describe, expect, it } from 'vitest'
import { createSession, type Session } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'
import { createFakeStorage } from '@mudbrick/testing/fake-page'
import {
  appOrigin,
  createFakeTab,
  type FakeTab,
  type LoadedPage,
  settle,
} from '@mudbrick/testing/fake-tab'

describe('finishSignIn()', () => {
  it('exchanges the code in one request', async () => {
    const tab = createFakeTab()
    await (await redirectPage(tab)).session.finishSignIn()
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })

  it('is signing-in meanwhile', async () => {
    const { session } = await redirectPage(createFakeTab())
    const finished = session.finishSignIn()
    expect(session.getSnapshot()).toEqual({ status: 'signing-in' })
    await finished
  })

  it('is signed-in afterwards, until the token expires', async () => {
    const tab = createFakeTab()
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    expect(session.getSnapshot()).toEqual({
      status: 'signed-in',
      profile: undefined,
      isExpiring: false,
      userId: 'ada@AdobeID',
      scopes: ['AdobeID', 'openid', 'aem.fragments.management'],
      receivedAt: tab.time.now(),
      expiresAt: tab.time.now() + 3_600_000,
    })
  })

  it('goes from signing-in straight to signed-in', async () => {
    const { session } = await redirectPage(createFakeTab())
    const seen: string[] = []
    session.subscribe(() => seen.push(session.getSnapshot().status))
    await session.finishSignIn()
    expect(seen).toEqual(['signing-in', 'signed-in'])
  })
})

describe('finishSignIn() called again', () => {
  it('gives one result for one request when called at once', async () => {
    const tab = createFakeTab()
    const { session } = await redirectPage(tab)
    const [first, second] = await Promise.all([session.finishSignIn(), session.finishSignIn()])
    expect(second).toBe(first)
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })

  it('gives one result for one request when called later', async () => {
    const tab = createFakeTab()
    const { session } = await redirectPage(tab)
    const first = await session.finishSignIn()
    expect(await session.finishSignIn()).toBe(first)
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })

  it('gives one result when a router puts the answer back into the address bar', async () => {
    const tab = createFakeTab()
    const { page, session } = await redirectPage(tab)
    const callback = page.getAddress()
    const first = session.finishSignIn()
    page.replaceAddress(callback)
    expect(await session.finishSignIn()).toBe(await first)
  })

  it('rejects after a sign-out', async () => {
    const tab = createFakeTab()
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    await session.signOut()
    await expect(session.finishSignIn()).rejects.toMatchObject({ code: 'transaction_missing' })
  })

  it('rejects again after a failure, without another request', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/token/v3', () => new Response('busy', { status: 503 }))
    const { session } = await redirectPage(tab)
    await expect(session.finishSignIn()).rejects.toMatchObject({ code: 'exchange_failed' })
    await expect(session.finishSignIn()).rejects.toMatchObject({ code: 'exchange_failed' })
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })

  it('resolves without a request when its redirect page is opened again', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab, '/models')
    await tab.load(callback).session.finishSignIn()
    const again = tab.load(callback)
    expect(await again.session.finishSignIn()).toEqual({
      returnTo: '/models',
      redirectUriFallback: undefined,
    })
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })

  it('resolves when the redirect page is reloaded after it was cleaned', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab, '/models')
    await tab.load(callback).session.finishSignIn()
    const reloaded = tab.load(`${appOrigin}/callback`)
    expect((await reloaded.session.finishSignIn()).returnTo).toBe('/models')
  })

  it('rejects when the redirect page is opened again after the session has expired', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab)
    await tab.load(callback).session.finishSignIn()
    tab.time.pass(3_600_000)
    await expect(tab.load(callback).session.finishSignIn()).rejects.toMatchObject({
      code: 'transaction_missing',
    })
  })
})

describe('finishSignIn() of an answer that fits no sign-in', () => {
  it('rejects a state that was never sent', async () => {
    const tab = createFakeTab()
    await redirectAddress(tab)
    const forged = tab.load(`${appOrigin}/callback?code=fake-code&state=forged`)
    await expect(finishUnheard(tab, forged)).rejects.toMatchObject({ code: 'state_mismatch' })
  })

  it('rejects a missing state', async () => {
    const tab = createFakeTab()
    await redirectAddress(tab)
    const forged = tab.load(`${appOrigin}/callback?code=fake-code`)
    await expect(forged.session.finishSignIn()).rejects.toMatchObject({ code: 'state_mismatch' })
  })

  it('rejects a state that is given twice', async () => {
    const tab = createFakeTab()
    const forged = tab.load(`${await redirectAddress(tab)}&state=forged`)
    await expect(forged.session.finishSignIn()).rejects.toMatchObject({
      code: 'malformed_response',
    })
  })

  it('rejects a state whose sign-in took too long', async () => {
    const tab = createFakeTab()
    const stale = tab.load(await redirectAddress(tab))
    tab.time.pass(3_600_001)
    await expect(stale.session.finishSignIn()).rejects.toMatchObject({
      code: 'transaction_expired',
    })
  })

  it('rejects a bookmark, naming the usual reason', async () => {
    const tab = createFakeTab()
    const bookmark = tab.load(`${appOrigin}/callback?code=fake-code&state=old`)
    await expect(finishUnheard(tab, bookmark)).rejects.toMatchObject({
      code: 'transaction_missing',
      message: expect.stringContaining('localhost, 127.0.0.1 or another port'),
    })
  })

  it('rejects where there is no answer at all', async () => {
    const { session } = createFakeTab().load(`${appOrigin}/callback`)
    await expect(session.finishSignIn()).rejects.toMatchObject({ code: 'transaction_missing' })
  })

  it('sends nothing to IMS', async () => {
    const tab = createFakeTab()
    await redirectAddress(tab)
    const forged = tab.load(`${appOrigin}/callback?code=fake-code&state=forged`)
    await finishUnheard(tab, forged).catch(() => {})
    expect(tab.ims.requests).toEqual([])
  })

  it('leaves the sign-in that is waiting for its own answer', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab, '/models')
    const forged = tab.load(`${appOrigin}/callback?code=fake-code&state=forged`)
    await finishUnheard(tab, forged).catch(() => {})
    expect((await tab.load(callback).session.finishSignIn()).returnTo).toBe('/models')
  })

  it('rejects a state that was never sent though a user is signed in', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    const forged = tab.load(`${appOrigin}/callback?code=fake-code&state=forged`)
    await expect(finishUnheard(tab, forged)).rejects.toMatchObject({
      code: 'transaction_missing',
    })
  })

  it('leaves the session that there is', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    const forged = tab.load(`${appOrigin}/callback?code=fake-code&state=forged`)
    await finishUnheard(tab, forged).catch(() => {})
    expect(forged.session.getSnapshot().status).toBe('signed-in')
  })
})

describe('finishSignIn() when the user refused', () => {
  it('rejects with what IMS said', async () => {
    const { session } = await refusedPage(createFakeTab())
    await expect(session.finishSignIn()).rejects.toMatchObject({
      name: 'AuthorizationResponseError',
      error: 'access_denied',
    })
  })

  it('is signed-out', async () => {
    const { session } = await refusedPage(createFakeTab())
    await session.finishSignIn().catch(() => {})
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})

describe('finishSignIn() and the address bar', () => {
  it('is clean after a success', async () => {
    const { page, session } = await redirectPage(createFakeTab())
    await session.finishSignIn()
    expect(page.addressBar()).toBe(`${appOrigin}/callback`)
  })

  it('is clean before IMS is asked', async () => {
    const { page, session } = await redirectPage(createFakeTab())
    const finished = session.finishSignIn()
    expect(page.addressBar()).toBe(`${appOrigin}/callback`)
    await finished
  })

  it('is clean after a refusal', async () => {
    const { page, session } = await refusedPage(createFakeTab())
    await session.finishSignIn().catch(() => {})
    expect(page.addressBar()).toBe(`${appOrigin}/callback`)
  })

  it('keeps the parameters of the app byte for byte', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab)
    const { page, session } = tab.load(callback.replace('?', '?q=a%20b+c&flag&'))
    await session.finishSignIn()
    expect(page.addressBar()).toBe(`${appOrigin}/callback?q=a%20b+c&flag`)
  })

  it('keeps an answer to another client', async () => {
    const tab = createFakeTab()
    const forged = tab.load(`${appOrigin}/callback?code=c&state=foreign`)
    await finishUnheard(tab, forged).catch(() => {})
    expect(forged.page.addressBar()).toBe(`${appOrigin}/callback?code=c&state=foreign`)
  })
})

describe('finishSignIn() whose code could not be exchanged', () => {
  it('needs a new sign-in, since a code works once', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/token/v3', () => Promise.reject(new TypeError('offline')))
    const { session } = await redirectPage(tab)
    await expect(session.finishSignIn()).rejects.toMatchObject({
      code: 'exchange_failed',
      retryable: false,
      needsInteraction: true,
      cause: { code: 'network_failed' },
    })
  })

  it('says what is registered wrongly, which no sign-in corrects', async () => {
    const tab = createFakeTab()
    const refusal = { error: 'invalid_client' }
    tab.ims.answer('/ims/token/v3', () => Response.json(refusal, { status: 400 }))
    const { session } = await redirectPage(tab)
    await expect(session.finishSignIn()).rejects.toMatchObject({
      code: 'token_error',
      error: 'invalid_client',
    })
  })
})

describe('finishSignIn() of an error without a state', () => {
  const address = `${appOrigin}/callback?error=invalid_scope&error_description=unknown`

  it('rejects with what IMS said', async () => {
    const tab = createFakeTab()
    await redirectAddress(tab)
    await expect(tab.load(address).session.finishSignIn()).rejects.toMatchObject({
      code: 'authorization_error',
      error: 'invalid_scope',
    })
  })

  it('leaves the sign-in that waits, since anybody can write such an address', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab, '/models')
    await tab
      .load(address)
      .session.finishSignIn()
      .catch(() => {})
    expect((await tab.load(callback).session.finishSignIn()).returnTo).toBe('/models')
  })
})

describe('finishSignIn() of several sessions on one redirect page', () => {
  it('leaves the answer to the client that asked', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab, '/models')
    const { page, session } = tab.load(callback)
    const other = createSession({
      ims: createImsClient({ ...otherClient, fetch: tab.ims.fetch, clock: tab.time }),
      allowedOrigins: [],
      page,
    })
    const refused = other.finishSignIn()
    const finished = session.finishSignIn()
    tab.time.pass(1_000)
    await expect(refused).rejects.toMatchObject({ code: 'transaction_missing' })
    expect((await finished).returnTo).toBe('/models')
    expect(page.timesClosed()).toBe(0)
  })

  it('gives two sessions of one client one result', async () => {
    const tab = createFakeTab()
    const { page, session } = await redirectPage(tab)
    const second = tab.load(undefined, { page })
    page.thaw()
    const [one, two] = await Promise.all([session.finishSignIn(), second.session.finishSignIn()])
    await settle()
    expect(two).toBe(one)
    expect(second.session.getSnapshot().status).toBe('signed-in')
    expect(tab.ims.requests.filter(isTokenRequest)).toHaveLength(1)
  })
})

const otherClient = {
  credential: 'single-page-app',
  clientId: 'client-id-456',
  redirectUri: `${appOrigin}/callback`,
  scopes: 'AdobeID,openid',
  environment: 'https://ims.test',
} as const

describe('finishSignIn() in two tabs that share their storage', () => {
  it('gives each tab the sign-in that it began', async () => {
    const storage = createFakeStorage()
    const one = createFakeTab({ storage })
    const two = createFakeTab({ storage, ims: one.ims, time: one.time })
    const callbackOfOne = await redirectAddress(one, '/one')
    const callbackOfTwo = await redirectAddress(two, '/two')
    const [resultOfTwo, resultOfOne] = [
      await two.load(callbackOfTwo).session.finishSignIn(),
      await one.load(callbackOfOne).session.finishSignIn(),
    ]
    expect([resultOfOne.returnTo, resultOfTwo.returnTo]).toEqual(['/one', '/two'])
  })
})

describe('finishSignIn() answered at the default redirect URI', () => {
  it('signs in, and says where the answer was expected and where it came', async () => {
    const tab = createFakeTab()
    const callback = await redirectAddress(tab)
    const elsewhere = tab.load(callback.replace('/callback', '/default'))
    expect(await elsewhere.session.finishSignIn()).toMatchObject({
      redirectUriFallback: {
        requested: `${appOrigin}/callback`,
        answeredAt: `${appOrigin}/default`,
      },
    })
  })
})

describe('finishSignIn() and the profile', () => {
  it('does not wait for it', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/userinfo/v2', () => new Promise(() => {}))
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('adds it when it comes', async () => {
    const { session } = await redirectPage(createFakeTab())
    await session.finishSignIn()
    await settle()
    expect(session.getSnapshot()).toMatchObject({ profile: { name: 'Ada Author' } })
  })

  it('asks with the token', async () => {
    const tab = createFakeTab()
    await (await redirectPage(tab)).session.finishSignIn()
    await settle()
    expect(tab.ims.authorizations.at(-1)).toBe('Bearer fake-access-token-for-fake-code-1')
  })

  it('stays signed in without it, and warns', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/userinfo/v2', () => new Response('busy', { status: 503 }))
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    await settle()
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', profile: undefined })
    expect(tab.warnings).toMatchObject([{ code: 'profile_unavailable' }])
  })

  it('refuses the profile of another user than the ID token names', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/userinfo/v2', () => Response.json({ sub: 'eve@AdobeID', name: 'Eve' }))
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    await settle()
    expect(session.getSnapshot()).toMatchObject({ profile: undefined })
  })

  it('does not take the profile of an earlier sign-in for its own', async () => {
    const tab = createFakeTab()
    let answer = (_response: Response): void => {}
    tab.ims.answer('/ims/userinfo/v2', () => new Promise((resolve) => (answer = resolve)))
    const { page, session } = await redirectPage(tab)
    await session.finishSignIn()
    await settle()
    const answerEarlier = answer
    page.replaceAddress(new URL(await redirectAddress(tab)))
    await session.finishSignIn()
    answerEarlier(Response.json({ sub: 'ada@AdobeID', name: 'Ada, earlier' }))
    await settle()
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', profile: undefined })
  })

  it('gives no warning when the user has signed out meanwhile', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/userinfo/v2', () => new Promise(() => {}))
    const { session } = await redirectPage(tab)
    await session.finishSignIn()
    await settle()
    await session.signOut()
    await settle()
    expect(tab.warnings).toEqual([])
  })

  it('asks again in the next page when it had not come', async () => {
    const tab = createFakeTab()
    tab.ims.answer('/ims/userinfo/v2', () => new Response('busy', { status: 503 }))
    await (await redirectPage(tab)).session.finishSignIn()
    await settle()
    tab.ims.answer('/ims/userinfo/v2', () => Response.json({ sub: 'ada@AdobeID', name: 'Ada' }))
    const { session } = tab.load()
    await settle()
    expect(session.getSnapshot()).toMatchObject({ profile: { name: 'Ada' } })
  })

  it('does not ask again when it is known', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    tab.load()
    await settle()
    expect(tab.ims.requests).toEqual(['POST /ims/token/v3', 'GET /ims/userinfo/v2'])
  })
})

describe('finishSignIn() overtaken by a sign-out', () => {
  it('does not sign in', async () => {
    const tab = createFakeTab()
    let answer = (_response: Response): void => {}
    tab.ims.answer('/ims/token/v3', () => new Promise((resolve) => (answer = resolve)))
    const { session } = await redirectPage(tab)
    const finished = session.finishSignIn()
    await settle()
    const signedOut = session.signOut()
    answer(Response.json({ access_token: 'late', token_type: 'bearer', expires_in: 3_600 }))
    await expect(finished).rejects.toMatchObject({ code: 'no_session' })
    await signedOut
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})

/** Finishes where no page that opened a popup takes the answer. */
function finishUnheard(tab: FakeTab, { session }: LoadedPage): ReturnType<Session['finishSignIn']> {
  const finished = session.finishSignIn()
  tab.time.pass(1_000)
  return finished
}

async function redirectAddress(tab: FakeTab, returnTo = '/'): Promise<string> {
  const { page, session } = tab.load()
  await session.signIn({ returnTo })
  return tab.ims.approve(page.departures[0])
}

async function redirectPage(tab: FakeTab): Promise<LoadedPage> {
  return tab.load(await redirectAddress(tab))
}

async function refusedPage(tab: FakeTab): Promise<LoadedPage> {
  const { page, session } = tab.load()
  await session.signIn()
  return tab.load(tab.ims.deny(page.departures[0]))
}

function isTokenRequest(request: string): boolean {
  return request === 'POST /ims/token/v3'
}
