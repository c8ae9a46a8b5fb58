import { isSignInError, type Session } from '@mudbrick/browser'
import { createFakeSession, fakeProfile } from '@mudbrick/browser/testing'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import {
  Component,
  type ComponentType,
  type ReactNode,
  StrictMode,
  Suspense,
  useState,
} from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SessionProvider } from './session-provider.tsx'
import { useSignedInSession } from './use-signed-in-session.ts'
import { useUserKey } from './use-user-key.ts'

beforeEach(() => {
  // React tells the console what a boundary has caught.
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('useSignedInSession()', () => {
  it('gives the session and who is signed in', () => {
    render(<Page session={createFakeSession().session} />)
    expect(screen.getByRole('main').textContent).toBe('Ada Author')
  })

  it('suspends while the session is restored', () => {
    render(<Page session={createFakeSession({ state: 'restoring' }).session} />)
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('renders once it is known who is signed in', async () => {
    const { session, become } = createFakeSession({ state: 'restoring' })
    render(<Page session={session} />)
    await act(async () => become('signed-in'))
    expect(screen.getByRole('main').textContent).toBe('Ada Author')
  })

  it('stays suspended when a restored session goes on to sign in', async () => {
    const { session, become } = createFakeSession({ state: 'restoring' })
    render(<Page session={session} />)
    await act(async () => become('signing-in'))
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('stays suspended until it is known', async () => {
    const { session, become } = createFakeSession({ state: 'restoring' })
    render(<Page session={session} />)
    await act(async () => become('signing-in'))
    await act(async () => become({ status: 'signed-in', profile: vic }))
    expect(screen.getByRole('main').textContent).toBe('Vic Viewer')
  })

  it('goes on while the user signs in again', async () => {
    const { session, become } = createFakeSession()
    render(<Page session={session} />)
    await act(async () => become('signing-in'))
    expect(screen.getByRole('main').textContent).toBe('Ada Author')
  })

  it('keeps what a component holds while the user signs in again', async () => {
    const { session, become } = createFakeSession()
    render(<Page session={session} content={<Counter />} />)
    fireEvent.click(screen.getByRole('button'))
    await act(async () => become('signing-in'))
    await act(async () => become('signed-in'))
    expect(screen.getByRole('button').textContent).toBe('1')
  })

  it('asks the error boundary for a sign-in when no user is signed in', () => {
    render(<Page session={createFakeSession({ state: 'signed-out' }).session} />)
    expect(screen.getByRole('main').textContent).toBe('no_session')
  })

  it('asks the error boundary for a sign-in when the session expires', () => {
    const { session, become } = createFakeSession()
    render(<Page session={session} />)
    act(() => become('expired'))
    expect(screen.getByRole('main').textContent).toBe('no_session')
  })

  it('renders after a sign-in, in a boundary that the user is the key of', async () => {
    const { session, become } = createFakeSession({ state: 'signed-out' })
    render(<Page session={session} Boundary={KeyedBoundary} />)
    await act(async () => become('signing-in'))
    await act(async () => become('signed-in'))
    expect(screen.getByRole('main').textContent).toBe('Ada Author')
  })

  it('leaves nothing behind when a suspended component goes', async () => {
    const { session, become } = createFakeSession({ state: 'restoring' })
    render(<Page session={session} />).unmount()
    await act(async () => become('signed-in'))
    expect(console.error).not.toHaveBeenCalled()
  })

  it('has a server send the fallback', () => {
    const html = renderToString(<Page session={createFakeSession().session} />)
    expect(html).toContain('one moment')
    expect(html).not.toContain('Ada Author')
  })

  it('takes over what a server has sent, and reports why it was not more', async () => {
    const onRecoverableError = vi.fn<(error: unknown) => void>()
    const page = (
      <SessionProvider session={createFakeSession().session}>
        <Suspense fallback="one moment">
          <UserName />
        </Suspense>
      </SessionProvider>
    )
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = renderToString(page)
    render(page, { container, hydrate: true, onRecoverableError })
    await act(async () => {})
    expect(container.textContent).toBe('Ada Author')
    expect(String(onRecoverableError.mock.calls[0]?.[0])).toContain(
      'useSignedInSession does not render on a server',
    )
  })

  it('says what is missing where there is no provider', () => {
    expect(() => render(<UserName />)).toThrow(
      'The hooks and components of @mudbrick/react need a session: put <SessionProvider session={session}> around the components that use them.',
    )
  })
})

const vic = { ...fakeProfile, userId: 'FAKE-VIC@AdobeID', name: 'Vic Viewer' }

interface PageProps {
  readonly session: Session
  readonly content?: ReactNode
  readonly Boundary?: ComponentType<{ readonly children: ReactNode }>
}

function Page({ session, content = <UserName />, Boundary = ErrorBoundary }: PageProps): ReactNode {
  return (
    <StrictMode>
      <SessionProvider session={session}>
        <main>
          <Boundary>
            <Suspense fallback="one moment">{content}</Suspense>
          </Boundary>
        </main>
      </SessionProvider>
    </StrictMode>
  )
}

function UserName(): ReactNode {
  return useSignedInSession().snapshot.profile?.name
}

function Counter(): ReactNode {
  useSignedInSession()
  const [count, setCount] = useState(0)
  return <button onClick={() => setCount(count + 1)}>{count}</button>
}

function KeyedBoundary({ children }: { readonly children: ReactNode }): ReactNode {
  return <ErrorBoundary key={useUserKey()}>{children}</ErrorBoundary>
}

class ErrorBoundary extends Component<{ readonly children: ReactNode }> {
  override state: { readonly error?: unknown } = {}

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return isSignInError(error) ? error.code : 'a mistake'
  }
}
