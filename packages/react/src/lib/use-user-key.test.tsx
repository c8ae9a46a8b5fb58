import type { Session } from '@mudbrick/browser'
import { createFakeSession, fakeProfile } from '@mudbrick/browser/testing'
import { act, cleanup, renderHook, type RenderHookResult } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { SessionProvider } from './session-provider.tsx'
import { useUserKey } from './use-user-key.ts'

afterEach(cleanup)

describe('useUserKey()', () => {
  it('is the same for a user whose session is renewed', () => {
    const { session, become } = createFakeSession()
    const { result } = renderUserKey(session)
    const before = result.current
    act(() => become({ status: 'signed-in', receivedAt: 1, expiresAt: 2 }))
    expect(result.current).toBe(before)
  })

  it('is the same while its user signs in again', () => {
    const { session, become } = createFakeSession()
    const { result } = renderUserKey(session)
    const before = result.current
    act(() => become('signing-in'))
    expect(result.current).toBe(before)
  })

  it('is another for the next user', () => {
    const { session, become } = createFakeSession()
    const { result } = renderUserKey(session)
    const before = result.current
    act(() => become({ status: 'signed-in', profile: { ...fakeProfile, userId: 'vic@AdobeID' } }))
    expect(result.current).not.toBe(before)
  })

  it('tells sign-ins apart while IMS has not said whose they are', () => {
    const state = { status: 'signed-in', profile: undefined } as const
    const { session, become } = createFakeSession({ state: { ...state, receivedAt: 1 } })
    const { result } = renderUserKey(session)
    const before = result.current
    act(() => become({ ...state, receivedAt: 2 }))
    expect(result.current).not.toBe(before)
  })

  it('is undefined while no user is signed in', () => {
    const { result } = renderUserKey(createFakeSession({ state: 'expired' }).session)
    expect(result.current).toBeUndefined()
  })
})

function renderUserKey(session: Session): RenderHookResult<string | undefined, unknown> {
  return renderHook(useUserKey, {
    wrapper: ({ children }) => <SessionProvider session={session}>{children}</SessionProvider>,
  })
}
