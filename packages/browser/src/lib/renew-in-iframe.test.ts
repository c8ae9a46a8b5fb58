import { createImsClient, type ImsGrant } from '@mudbrick/ims'
import { createFakeIms, imsOrigin } from '@mudbrick/testing/fake-ims'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { settle } from '@mudbrick/testing/fake-tab'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { renewInIframe } from './renew-in-iframe.ts'
import type { SilentRenewal } from './session.ts'

const redirectUri = 'https://localhost:3001/callback'

describe('renewInIframe()', () => {
  it('is a way for a session to renew itself', () => {
    expectTypeOf(renewInIframe).toExtend<SilentRenewal>()
  })

  it('asks IMS to show nothing', async () => {
    const { frame } = await start()
    expect(frame.address?.searchParams.get('prompt')).toBe('none')
  })

  it('gives the grant for the answer that the frame comes to', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive(ims.approve(frame.address))
    expect((await renewed).tokenSet.accessToken).toBe('fake-access-token-for-fake-code-1')
  })

  it('reads an answer in the fragment', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive(ims.approve(frame.address).replace('?', '#'))
    await expect(renewed).resolves.toBeDefined()
  })

  it('waits while the frame shows a page without an answer', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive('about:blank')
    frame.arrive('https://localhost:3001/loading')
    frame.arrive(ims.approve(frame.address))
    await expect(renewed).resolves.toBeDefined()
  })

  it('removes the frame after the answer', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive(ims.approve(frame.address))
    await renewed
    expect(frame.isOpen).toBe(false)
  })

  it.each(['login_required', 'consent_required', 'interaction_required'])(
    'does not take %s for a user who is signed out, but for one who is unknown',
    async (error) => {
      const { frame, renewed } = await start()
      frame.arrive(answerOf(frame.address, { error }))
      await expect(renewed).rejects.toMatchObject({
        name: 'SignInRequiredError',
        code: 'no_session',
        cause: { error },
      })
      expect(frame.isOpen).toBe(false)
    },
  )

  it('rejects with any other error as it is', async () => {
    const { frame, renewed } = await start()
    frame.arrive(answerOf(frame.address, { error: 'invalid_scope' }))
    await expect(renewed).rejects.toMatchObject({
      name: 'AuthorizationResponseError',
      error: 'invalid_scope',
    })
  })

  it('gives up after five seconds, as one who knows nothing of the user', async () => {
    const { frame, time, renewed } = await start()
    time.pass(5_000)
    await expect(renewed).rejects.toMatchObject({ code: 'no_session' })
    expect(frame.isOpen).toBe(false)
  })

  it('gives a slow token the time it needs', async () => {
    const { frame, ims, time, renewed } = await start()
    frame.arrive(ims.approve(frame.address))
    time.pass(5_000)
    await expect(renewed).resolves.toBeDefined()
  })

  it('sends nothing for an answer with another state', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive(`${redirectUri}?code=fake-code&state=fake-foreign-state`)
    await expect(renewed).rejects.toMatchObject({ code: 'state_mismatch' })
    expect(ims.requests).toEqual([])
  })

  it('sends nothing for an answer of another issuer (RFC 9207 §2.4)', async () => {
    const { frame, ims, renewed } = await start()
    frame.arrive(`${ims.approve(frame.address)}&iss=https%3A%2F%2Fevil.test`)
    await expect(renewed).rejects.toMatchObject({ code: 'issuer_mismatch' })
    expect(ims.requests).toEqual([])
  })

  it('rejects an ID token with another nonce', async () => {
    const { frame, ims, renewed } = await start()
    const asked = new URL(frame.address ?? '')
    asked.searchParams.set('nonce', 'fake-foreign-nonce')
    frame.arrive(ims.approve(asked))
    await expect(renewed).rejects.toMatchObject({ code: 'nonce_mismatch' })
  })

  it('removes the frame and rejects with the reason when it is aborted', async () => {
    const controller = new AbortController()
    const { frame, renewed } = await start(controller.signal)
    const reason = new Error('signed out meanwhile')
    controller.abort(reason)
    await expect(renewed).rejects.toBe(reason)
    expect(frame.isOpen).toBe(false)
  })
})

interface FakeFrame {
  address: URL | undefined
  isOpen: boolean
  arrive: (address: string) => void
}

async function start(signal?: AbortSignal) {
  const ims = createFakeIms()
  const time = createFakeTime()
  const client = createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri,
    scopes: 'AdobeID,openid',
    environment: imsOrigin,
    fetch: ims.fetch,
    clock: time,
  })
  const frame: FakeFrame = { address: undefined, isOpen: false, arrive: () => {} }
  const frames = {
    open(address: URL, onArrival: (address: URL) => void) {
      frame.address = address
      frame.isOpen = true
      frame.arrive = (arrivedAt) => onArrival(new URL(arrivedAt))
      return () => {
        frame.isOpen = false
      }
    },
  }
  const renewed: Promise<ImsGrant> = renewInIframe(client, { signal, frames })
  // What becomes of it is asked later, and may be a rejection by then.
  renewed.catch(() => {})
  await settle()
  return { ims, time, frame, renewed }
}

function answerOf(asked: URL | undefined, parameters: Record<string, string>): string {
  const state = asked?.searchParams.get('state') ?? ''
  return `${redirectUri}?${new URLSearchParams({ ...parameters, state }).toString()}`
}
