import { createFakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakeIms } from '@mudbrick/testing/fake-ims'
import { aemOrigin, createFakeTab, type FakeTab, settle } from '@mudbrick/testing/fake-tab'
import { describe, expect, it, vi } from 'vitest'
import { SignInRequiredError, TimeoutError } from '../index.ts'
import type { SilentRenewal } from './session.ts'

const hour = 3_600_000
const minute = 60_000

describe('renewing by refresh token', () => {
  it('gives a fresh token to a caller that asks after the old one has ended', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })

  it('asks IMS once for all who ask at a time', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    const tokens = await Promise.all(Array.from({ length: 10 }, () => session.getAccessToken()))
    expect(new Set(tokens)).toEqual(new Set(['fake-access-token-of-refresh-1']))
    expect(tab.ims.refreshes()).toBe(1)
  })

  it('asks IMS once also where the browser has no locks', async () => {
    const tab = createFakeTab({
      ims: createFakeIms({ givesRefreshTokens: true }),
      browser: { ...createFakeBrowser(), runExclusively: (_name, task) => task() },
    })
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    await Promise.all([session.getAccessToken(), session.getAccessToken()])
    expect(tab.ims.refreshes()).toBe(1)
  })

  it('uses the refresh token that the last answer brought', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    for (const expected of ['fake-access-token-of-refresh-1', 'fake-access-token-of-refresh-2']) {
      tab.time.sleep(hour)
      expect(await session.getAccessToken()).toBe(expected)
      await linger(tab)
    }
  })

  it('keeps the refresh token where the answer brings none', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    const bodies: (string | null)[] = []
    tab.ims.answer('/ims/token/v3', (form) => {
      bodies.push(form.get('refresh_token'))
      return Response.json({ access_token: 'fake-token', token_type: 'bearer', expires_in: 3_600 })
    })
    for (let round = 0; round < 2; round += 1) {
      tab.time.sleep(hour)
      await session.getAccessToken()
      await linger(tab)
    }
    expect(bodies).toEqual([bodies[0], bodies[0]])
  })

  it('renews five minutes before the end, unasked, and stays signed in', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.pass(hour - 5 * minute)
    await settle()
    expect(tab.ims.refreshes()).toBe(1)
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: false })
  })

  it('stays signed in while a page that has slept renews', async () => {
    const tab = refreshingTab()
    const { page, session } = await tab.signIn()
    const seen: string[] = []
    session.subscribe(() => seen.push(session.getSnapshot().status))
    tab.time.sleep(2 * hour)
    page.becomeVisible()
    tab.time.pass(0)
    await settle()
    expect(new Set(seen)).toEqual(new Set(['signed-in']))
    expect(tab.ims.refreshes()).toBe(1)
  })

  it('renews when a service refuses the token, and repeats the request with the new one', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/models', () =>
      tab.ims.authorizations.at(-1) === 'Bearer fake-access-token-of-refresh-1'
        ? Response.json({ items: [] })
        : new Response('who?', { status: 401 }),
    )
    expect((await session.fetch(`${aemOrigin}/models`)).status).toBe(200)
  })

  it('is not stopped by one who gives up waiting', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    const giveUp = new AbortController()
    const impatient = session.getAccessToken({ signal: giveUp.signal })
    const patient = session.getAccessToken()
    giveUp.abort(new Error('changed my mind'))
    await expect(impatient).rejects.toThrow('changed my mind')
    expect(await patient).toBe('fake-access-token-of-refresh-1')
  })

  it('is stopped by signing out', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/ims/token/v3', () => new Promise<Response>(() => {}))
    tab.time.sleep(hour)
    const asked = session.getAccessToken()
    await settle()
    await session.signOut()
    await expect(asked).rejects.toMatchObject({ code: 'no_session' })
    expect(session.getSnapshot().status).toBe('signed-out')
  })
})

describe('renewing while IMS has trouble', () => {
  it('tries again after one 503, unnoticed', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    answerOnce(tab, () => new Response('busy', { status: 503 }))
    const asked = session.getAccessToken()
    await passBackOff(tab)
    expect(await asked).toBe('fake-access-token-of-refresh-1')
  })

  it('waits as long as Retry-After asks', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    answerOnce(tab, () => new Response('', { status: 429, headers: { 'retry-after': '3' } }))
    const asked = session.getAccessToken()
    await settle()
    tab.time.pass(2_999)
    await settle()
    expect(tab.ims.refreshes()).toBe(0)
    tab.time.pass(1)
    expect(await asked).toBe('fake-access-token-of-refresh-1')
  })

  it('does not keep its callers waiting for more than five seconds', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    answerOnce(tab, () => new Response('', { status: 429, headers: { 'retry-after': '60' } }))
    await expect(session.getAccessToken()).rejects.toMatchObject({
      code: 'http_error',
      retryable: true,
    })
  })

  it('keeps the session when IMS stays away', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    tab.ims.answer('/ims/token/v3', () => Promise.reject(new TypeError('fetch failed')))
    const asked = session.getAccessToken().catch((error: unknown) => error)
    await passBackOff(tab, 3)
    expect(await asked).toMatchObject({ code: 'network_failed', retryable: true })
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('gives the token that is still good when an early renewal fails', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/ims/token/v3', () => new Response('busy', { status: 503 }))
    tab.time.pass(hour - 4 * minute)
    await passBackOff(tab, 3)
    expect(await session.getAccessToken()).toBe('fake-access-token-for-fake-code-1')
  })

  it('tries an early renewal again a minute later', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    let isBusy = true
    tab.ims.answer('/ims/token/v3', () =>
      isBusy ? new Response('busy', { status: 503 }) : undefined,
    )
    tab.time.pass(hour - 5 * minute)
    await passBackOff(tab, 3)
    isBusy = false
    tab.time.pass(minute)
    await settle()
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })
})

describe('a refresh token that IMS refuses', () => {
  it('asks for a sign-in, and says why', async () => {
    const tab = await tabWithRefusal('invalid_grant')
    await expect(tab.session.getAccessToken()).rejects.toMatchObject({
      name: 'SignInRequiredError',
      code: 'refresh_rejected',
      cause: { error: 'invalid_grant' },
    })
    expect(tab.session.getSnapshot().status).toBe('expired')
  })

  it('is not sent again', async () => {
    const tab = await tabWithRefusal('invalid_grant')
    await tab.session.getAccessToken().catch(() => {})
    await tab.session.getAccessToken().catch(() => {})
    expect(tab.posts()).toBe(1)
  })

  it('leaves the access token good that is still valid', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    refuse(tab, 'invalid_grant')
    tab.time.pass(hour - 5 * minute)
    await settle()
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: true })
    expect(await session.getAccessToken()).toBe('fake-access-token-for-fake-code-1')
  })

  it('is kept when it is the registration that is wrong', async () => {
    const tab = await tabWithRefusal('invalid_client')
    await expect(tab.session.getAccessToken()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(tab.session.getSnapshot().status).toBe('signed-in')
  })

  it('counts as refused when IMS answers three times with an unknown error', async () => {
    const tab = await tabWithRefusal('made_up_error')
    const asked = tab.session.getAccessToken().catch((error: unknown) => error)
    await passBackOff(tab, 3)
    expect(await asked).toMatchObject({ code: 'refresh_rejected' })
    expect(tab.posts()).toBe(3)
  })

  it('is that of another user, whose tokens are not taken', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    const claims = { iss: 'https://ims.test', sub: 'eve', aud: 'client-id-123', iat: 1, exp: 2 }
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
    tab.ims.answer('/ims/token/v3', () =>
      Response.json({ access_token: 'eve', id_token: `e30.${payload}.e30`, token_type: 'bearer' }),
    )
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'subject_mismatch' })
  })
})

describe('renewing silently', () => {
  it('is done where there is no refresh token', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn({ renewSilently: renewalGiving('fake-silent-token', tab) })
    tab.time.sleep(hour)
    expect(await session.getAccessToken()).toBe('fake-silent-token')
  })

  it('is done where the refresh token is refused', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn({ renewSilently: renewalGiving('fake-silent-token', tab) })
    refuse(tab, 'invalid_grant')
    tab.time.sleep(hour)
    expect(await session.getAccessToken()).toBe('fake-silent-token')
  })

  it('is never done for a user who has not signed in', async () => {
    const renewSilently = vi.fn<SilentRenewal>()
    const { session } = createFakeTab().load(undefined, { renewSilently })
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'no_session' })
    expect(renewSilently).not.toHaveBeenCalled()
  })

  it('leaves the session as it is when it does not know who is signed in', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn({
      renewSilently: () => Promise.reject(new SignInRequiredError('no_session')),
    })
    tab.time.pass(hour - minute)
    await settle()
    expect(session.getSnapshot().status).toBe('signed-in')
    expect(await session.getAccessToken()).toBe('fake-access-token-for-fake-code-1')
  })

  it('leaves the session expired when the time is up', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn({
      renewSilently: () => Promise.reject(new SignInRequiredError('no_session')),
    })
    tab.time.sleep(hour)
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'no_session' })
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('takes no tokens of another user', async () => {
    const tab = createFakeTab()
    const give = renewalGiving('fake-silent-token', tab)
    const claims = { iss: 'https://ims.test', sub: 'vic', aud: 'client-id-123', iat: 1, exp: 2 }
    const { session } = await tab.signIn({
      renewSilently: async (ims, options) => ({ ...(await give(ims, options)), claims }),
    })
    tab.time.sleep(hour)
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'subject_mismatch' })
  })

  it('is tried again after it has run out of time', async () => {
    const tab = createFakeTab()
    const give = renewalGiving('fake-silent-token', tab)
    const timeout = new TimeoutError({ method: 'GET', url: 'https://ims.test/' }, 5_000)
    const renewSilently = vi.fn<SilentRenewal>(give).mockRejectedValueOnce(timeout)
    const { session } = await tab.signIn({ renewSilently })
    tab.time.sleep(hour)
    const asked = session.getAccessToken()
    await passBackOff(tab)
    expect(await asked).toBe('fake-silent-token')
  })
})

describe('the refresh token', () => {
  it('is in no storage unless the app wants it there', async () => {
    const tab = refreshingTab()
    await tab.signIn()
    expect(JSON.stringify([...tab.storage.items])).not.toContain('fake-refresh-token')
  })

  it('outlives the page when the app wants it kept', async () => {
    const tab = refreshingTab()
    await tab.signIn({ persistRefreshToken: true })
    tab.time.sleep(hour)
    const { session } = tab.load(undefined, { persistRefreshToken: true })
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })

  it('is revoked at the sign-out, like the access token', async () => {
    const tab = refreshingTab()
    const { session } = await tab.signIn()
    expect(await session.signOut()).toEqual({ isRevoked: true })
    const revoked = tab.ims.bodies.filter((_body, n) => tab.ims.requests[n] === 'POST /ims/revoke')
    expect(revoked.join()).toContain('fake-refresh-token')
    expect(revoked.join()).toContain('fake-access-token')
  })
})

function refreshingTab(): FakeTab {
  return createFakeTab({
    ims: createFakeIms({ givesRefreshTokens: true }),
    browser: createFakeBrowser(),
  })
}

/** The lock is held a moment longer than the renewal. */
async function linger({ time }: FakeTab): Promise<void> {
  await settle()
  time.pass(100)
  await settle()
}

async function passBackOff({ time }: Pick<FakeTab, 'time'>, times = 1): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    await settle()
    time.pass(2_000)
  }
  await settle()
}

function answerOnce(tab: FakeTab, respond: () => Response): void {
  let hasAnswered = false
  tab.ims.answer('/ims/token/v3', () => {
    if (hasAnswered) return undefined
    hasAnswered = true
    return respond()
  })
}

function refuse(tab: FakeTab, error: string): void {
  tab.ims.answer('/ims/token/v3', () => Response.json({ error }, { status: 400 }))
}

async function tabWithRefusal(error: string) {
  const tab = refreshingTab()
  const { session } = await tab.signIn()
  const before = tab.ims.requests.length
  refuse(tab, error)
  tab.time.sleep(hour)
  return { session, time: tab.time, posts: () => tab.ims.requests.length - before }
}

function renewalGiving(accessToken: string, { time }: FakeTab): SilentRenewal {
  return async () => ({
    tokenSet: {
      accessToken,
      refreshToken: undefined,
      idToken: undefined,
      scope: undefined,
      expiresInSeconds: 3_600,
    },
    claims: undefined,
    scopes: ['AdobeID'],
    receivedAt: time.now(),
    expiresAt: time.now() + hour,
  })
}

describe('a renewal that fails for an unknown reason', () => {
  it('leaves no session signed-in with a token that has ended', async () => {
    const tab = createFakeTab()
    const mistake = new TypeError('not a function')
    const { session } = await tab.signIn({ renewSilently: () => Promise.reject(mistake) })
    tab.time.sleep(hour)
    await expect(session.getAccessToken()).rejects.toBe(mistake)
    expect(session.getSnapshot().status).toBe('expired')
  })
})
