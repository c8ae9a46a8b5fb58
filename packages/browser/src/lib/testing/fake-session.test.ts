import { describe, expect, it, vi } from 'vitest'
import { AuthorizationResponseError, type Fetch, SignInRequiredError } from '@mudbrick/ims'
import type { SessionSnapshot } from '../session-snapshot.ts'
import { signInWithPopup } from '../sign-in-with-popup.ts'
import { createFakeSession, type FakeSession } from './fake-session.ts'
import { fakeProfile } from './fake-session-state.ts'

const clock = { now: () => 1_000 }
const declined = new AuthorizationResponseError(new URLSearchParams('error=access_denied'))

describe('createFakeSession()', () => {
  it('is signed in by default', () => {
    expect(createFakeSession({ clock }).session.getSnapshot()).toEqual({
      status: 'signed-in',
      profile: fakeProfile,
      scopes: ['AdobeID', 'openid'],
      receivedAt: 1_000,
      expiresAt: 86_401_000,
      isExpiring: false,
      userId: fakeProfile.userId,
    })
  })

  it('begins in the state that a test names', () => {
    const { session } = createFakeSession({ state: 'restoring' })
    expect(session.getSnapshot()).toEqual({ status: 'restoring' })
  })

  it('completes a state that a test begins to describe', () => {
    const { session } = createFakeSession({ clock, state: { status: 'signed-in', scopes: ['a'] } })
    expect(session.getSnapshot()).toMatchObject({ profile: fakeProfile, scopes: ['a'] })
  })

  it('can be without a profile', () => {
    const { session } = createFakeSession({ state: { status: 'expired', profile: undefined } })
    expect(session.getSnapshot()).toEqual({ status: 'expired', profile: undefined })
  })

  it('gives the same snapshot until something changes', () => {
    const { session } = createFakeSession()
    expect(session.getSnapshot()).toBe(session.getSnapshot())
  })
})

describe('become()', () => {
  it('notifies its subscribers', () => {
    const { session, become } = createFakeSession()
    const listener = vi.fn<() => void>()
    session.subscribe(listener)
    become('expired')
    expect(listener).toHaveBeenCalledOnce()
  })

  it('changes what the session shows', () => {
    const { session, become } = createFakeSession()
    become({ status: 'signed-in', profile: { ...fakeProfile, name: 'Vic Viewer' } })
    expect(session.getSnapshot()).toMatchObject({ profile: { name: 'Vic Viewer' } })
  })

  it('ends the wait for a session that is being restored', async () => {
    const { session, become } = createFakeSession({ state: 'restoring' })
    const isReady = vi.fn<() => void>()
    const waiting = session.ready.then(isReady)
    await Promise.resolve()
    expect(isReady).not.toHaveBeenCalled()
    become('signed-out')
    await waiting
    expect(isReady).toHaveBeenCalledOnce()
  })
})

describe('signIn()', () => {
  it('is signing in from then on, as a page that is leaving', async () => {
    const { session } = createFakeSession({ state: 'signed-out' })
    await session.signIn()
    expect(session.getSnapshot().status).toBe('signing-in')
  })

  it('is recorded', async () => {
    const { session, calls } = createFakeSession({ state: 'signed-out' })
    await session.signIn({ returnTo: '/models' })
    expect(calls).toEqual([{ name: 'signIn', options: { returnTo: '/models' } }])
  })

  it('leads where it was told when it is finished', async () => {
    const { session } = createFakeSession({ state: 'signed-out' })
    await session.signIn({ returnTo: '/models' })
    expect(await session.finishSignIn()).toEqual({
      returnTo: '/models',
      redirectUriFallback: undefined,
    })
  })

  it('fails as a test decides, and leaves the state as it was', async () => {
    const { session } = createFakeSession({
      state: 'signed-out',
      signIn: () => Promise.reject(declined),
    })
    await expect(session.signIn()).rejects.toBe(declined)
    expect(session.getSnapshot().status).toBe('signed-out')
  })
})

describe('finishSignIn()', () => {
  it('signs in', async () => {
    const { session } = createFakeSession({ state: 'signed-out' })
    await session.finishSignIn()
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('signs in whom a test names', async () => {
    const { session } = createFakeSession({
      state: 'signed-out',
      stateAfterSignIn: { status: 'signed-in', scopes: ['aem.folders'] },
    })
    await session.finishSignIn()
    expect(session.getSnapshot()).toMatchObject({ scopes: ['aem.folders'] })
  })

  it('gives the result that a test decides', async () => {
    const result = { returnTo: '/folders', redirectUriFallback: undefined }
    const { session } = createFakeSession({ finishSignIn: async () => result })
    expect(await session.finishSignIn()).toBe(result)
  })

  it('gives two callers one result', async () => {
    const finishSignIn = vi.fn<() => Promise<never>>().mockRejectedValue(declined)
    const { session } = createFakeSession({ state: 'signed-out', finishSignIn })
    const outcomes = await Promise.allSettled([session.finishSignIn(), session.finishSignIn()])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(finishSignIn).toHaveBeenCalledOnce()
    expect(session.getSnapshot().status).toBe('signed-out')
  })
})

describe('signInWithPopup()', () => {
  it('is signing in while it is open, and signed in afterwards', async () => {
    const fake = createFakeSession({ state: 'signed-out' })
    const states = recordStates(fake)
    await signInWithPopup(fake.session)
    expect(states).toEqual(['signing-in', 'signed-in'])
  })

  it('is recorded', async () => {
    const fake = createFakeSession({ state: 'signed-out' })
    await signInWithPopup(fake.session)
    expect(fake.calls).toEqual([{ name: 'signInWithPopup', options: {} }])
  })

  it('fails as a test decides, and leaves the state as it was', async () => {
    const fake = createFakeSession({
      state: 'expired',
      signInWithPopup: () => Promise.reject(declined),
    })
    await expect(signInWithPopup(fake.session)).rejects.toBe(declined)
    expect(fake.session.getSnapshot().status).toBe('expired')
  })
})

describe('getAccessToken()', () => {
  it('gives a token that cannot be taken for a real one', async () => {
    expect(await createFakeSession().session.getAccessToken()).toBe('fake-access-token')
  })

  it('requires a sign-in when no user is signed in', async () => {
    const { session } = createFakeSession({ state: 'signed-out' })
    await expect(session.getAccessToken()).rejects.toBeInstanceOf(SignInRequiredError)
  })

  it('can be abandoned', async () => {
    const { session } = createFakeSession()
    const reason = new Error('left')
    const signal = AbortSignal.abort(reason)
    await expect(session.getAccessToken({ signal })).rejects.toBe(reason)
  })
})

describe('fetch()', () => {
  const url = 'https://aem.test/adobe/sites/cf/models'

  it('asks the function that a test gives, with the token', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ items: [] }))
    const response = await createFakeSession({ fetch }).session.fetch(url)
    const request = fetch.mock.calls[0]?.[0] as Request
    expect(request.headers.get('authorization')).toBe('Bearer fake-access-token')
    expect(await response.json()).toEqual({ items: [] })
  })

  it('says what is missing where a test gives none', async () => {
    await expect(createFakeSession().session.fetch(url)).rejects.toThrow(
      'A fake session was asked to send GET https://aem.test/adobe/sites/cf/models: answer it with createFakeSession({ fetch }).',
    )
  })

  it('expires the session that a service refuses', async () => {
    const { session } = createFakeSession({
      fetch: async () => new Response(null, { status: 401 }),
    })
    await session.fetch(url)
    expect(session.getSnapshot()).toEqual({ status: 'expired', profile: fakeProfile })
  })

  it('sends nothing when no user is signed in', async () => {
    const fetch = vi.fn<Fetch>()
    const { session } = createFakeSession({ state: 'signed-out', fetch })
    await expect(session.fetch(url)).rejects.toBeInstanceOf(SignInRequiredError)
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('signOut()', () => {
  it('signs out', async () => {
    const { session } = createFakeSession()
    expect(await session.signOut()).toEqual({ isRevoked: true })
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('is recorded', async () => {
    const { session, calls } = createFakeSession()
    await session.signOut({ returnTo: '/bye' })
    expect(calls).toEqual([{ name: 'signOut', options: { returnTo: '/bye' } }])
  })

  it('ends as a test decides', async () => {
    const { session } = createFakeSession({ signOut: async () => ({ isRevoked: false }) })
    expect(await session.signOut()).toEqual({ isRevoked: false })
  })
})

function recordStates({ session }: FakeSession): readonly SessionSnapshot['status'][] {
  const states: SessionSnapshot['status'][] = []
  session.subscribe(() => states.push(session.getSnapshot().status))
  return states
}
