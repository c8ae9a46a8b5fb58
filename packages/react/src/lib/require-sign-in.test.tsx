import type { Session } from '@mudbrick/browser'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeSession } from '@mudbrick/browser/testing'
import { RequireSignIn } from './require-sign-in.tsx'
import { SessionProvider } from './session-provider.tsx'

afterEach(cleanup)

describe('<RequireSignIn>', () => {
  it('renders its children when a user is signed in', () => {
    render(<Guarded session={createFakeSession().session} />)
    expect(screen.getByRole('main').textContent).toBe('models')
  })

  it('renders the fallback when no user is signed in, with the reason', () => {
    render(<Guarded session={createFakeSession({ state: 'signed-out' }).session} />)
    expect(screen.getByRole('main').textContent).toBe('Sign in, signed-out')
  })

  it('renders the fallback when the session expires, with the reason', () => {
    const { session, become } = createFakeSession()
    render(<Guarded session={session} />)
    act(() => become('expired'))
    expect(screen.getByRole('main').textContent).toBe('Sign in, expired')
  })

  it('goes on rendering its children while the user signs in again', () => {
    const { session, become } = createFakeSession()
    render(<Guarded session={session} />)
    act(() => become('signing-in'))
    expect(screen.getByRole('main').textContent).toBe('models')
  })

  it('renders what is pending while a user signs in whose session had expired', () => {
    const { session, become } = createFakeSession()
    render(<Guarded session={session} />)
    act(() => become('expired'))
    act(() => become('signing-in'))
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('renders what is pending while a sign-in is under way', () => {
    render(<Guarded session={createFakeSession({ state: 'signing-in' }).session} />)
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('renders what is pending while the session is restored', () => {
    render(<Guarded session={createFakeSession({ state: 'restoring' }).session} />)
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('renders what is pending on a server', () => {
    const html = renderToString(<Guarded session={createFakeSession().session} />)
    expect(html).toBe('<main>one moment</main>')
  })

  it('renders nothing meanwhile by default', () => {
    const html = renderToString(
      <SessionProvider session={createFakeSession().session}>
        <RequireSignIn renderFallback={() => 'Sign in'}>models</RequireSignIn>
      </SessionProvider>,
    )
    expect(html).toBe('')
  })

  it('lets the fallback sign in', () => {
    const signIn = vi.fn<Session['signIn']>()
    render(<Guarded session={createFakeSession({ state: 'signed-out', signIn }).session} />)
    fireEvent.click(screen.getByRole('button'))
    expect(signIn).toHaveBeenCalledOnce()
  })
})

function Guarded({ session }: { readonly session: Session }): ReactNode {
  return (
    <SessionProvider session={session}>
      <main>
        <RequireSignIn
          renderFallback={({ reason, signIn }) => (
            <button onClick={() => void signIn()}>Sign in, {reason}</button>
          )}
          pending="one moment"
        >
          models
        </RequireSignIn>
      </main>
    </SessionProvider>
  )
}
