import { type CreateFakeSessionOptions, createFakeSession } from '@mudbrick/browser/testing'
import { SessionProvider, useSession } from '@mudbrick/react'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'

// The component under test; in an app it is imported.
function UserMenu() {
  const { session, snapshot } = useSession()
  if (snapshot.status === 'restoring') return null
  if (snapshot.status === 'signing-in') return <p role="status">Signing you in</p>
  if (snapshot.status === 'signed-in') {
    return <button onClick={() => session.signOut()}>Sign out {snapshot.profile?.name}</button>
  }
  return <button onClick={() => session.signIn({ returnTo: '/models' })}>Sign in</button>
}

afterEach(cleanup)

describe('<UserMenu>', () => {
  it('offers to sign in when no user is signed in', () => {
    const { calls } = renderUserMenu({ state: 'signed-out' })
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(calls).toEqual([{ name: 'signIn', options: { returnTo: '/models' } }])
  })

  it('says that a sign-in is under way', () => {
    renderUserMenu({ state: 'signed-out' })
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(screen.getByRole('status').textContent).toBe('Signing you in')
  })

  it('offers to sign in again when the session has expired', () => {
    const { become } = renderUserMenu({ state: 'signed-in' })
    act(() => become('expired'))
    expect(screen.getByRole('button').textContent).toBe('Sign in')
  })

  it('signs the user out', () => {
    const { session } = renderUserMenu({ state: 'signed-in' })
    fireEvent.click(screen.getByRole('button', { name: 'Sign out Ada Author' }))
    expect(session.getSnapshot().status).toBe('signed-out')
  })
})

function renderUserMenu(options: CreateFakeSessionOptions) {
  const fake = createFakeSession(options)
  render(
    <SessionProvider session={fake.session}>
      <UserMenu />
    </SessionProvider>,
  )
  return fake
}
