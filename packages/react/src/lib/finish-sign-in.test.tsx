import {
  ConfigurationError,
  type Session,
  type SignInResult,
  TransactionError,
} from '@mudbrick/browser'
import { createFakeSession, type CreateFakeSessionOptions } from '@mudbrick/browser/testing'
import { createFakeTab, type FakeTab } from '@mudbrick/testing/fake-tab'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { Component, type ReactNode, StrictMode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FinishSignIn } from './finish-sign-in.tsx'
import { SessionProvider } from './session-provider.tsx'

const result: SignInResult = { returnTo: '/models', redirectUriFallback: undefined }

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('<FinishSignIn>', () => {
  it('exchanges the code in one request in StrictMode', async () => {
    const tab = createFakeTab()
    const session = await createSessionOnRedirectPage(tab)
    await new Promise<SignInResult>((resolve) => {
      render(<RedirectPage session={session} onFinished={resolve} />)
    })
    expect(tab.ims.requests.filter((request) => request === 'POST /ims/token/v3')).toHaveLength(1)
  })

  it('tells once where the user wants to go, in StrictMode too', async () => {
    const onFinished = vi.fn<(finished: SignInResult) => void>()
    await renderRedirectPage({ finishSignIn: async () => result }, onFinished)
    expect(onFinished).toHaveBeenCalledExactlyOnceWith(result)
  })

  it('tells the function of the latest render', async () => {
    const { session } = createFakeSession({ finishSignIn: async () => result })
    const first = vi.fn<(finished: SignInResult) => void>()
    const latest = vi.fn<(finished: SignInResult) => void>()
    const { rerender } = render(<RedirectPage session={session} onFinished={first} />)
    rerender(<RedirectPage session={session} onFinished={latest} />)
    await act(async () => {})
    expect([first.mock.calls.length, latest.mock.calls.length]).toEqual([0, 1])
  })

  it('calls nothing after the component is gone', async () => {
    const { session } = createFakeSession({ finishSignIn: async () => result })
    const onFinished = vi.fn<(finished: SignInResult) => void>()
    render(<RedirectPage session={session} onFinished={onFinished} />).unmount()
    await act(async () => {})
    expect(onFinished).not.toHaveBeenCalled()
  })

  it('renders what is pending meanwhile', async () => {
    await renderRedirectPage({ finishSignIn: () => new Promise(() => {}) })
    expect(screen.getByRole('main').textContent).toBe('one moment')
  })

  it('renders what has failed, in the words of the error', async () => {
    await renderRedirectPage({ finishSignIn: () => Promise.reject(stale) })
    expect(screen.getByRole('alert').textContent).toBe(`${stale.message} Sign in again`)
  })

  it('starts a new sign-in on retry', async () => {
    const signIn = vi.fn<Session['signIn']>().mockResolvedValue()
    await renderRedirectPage({ finishSignIn: () => Promise.reject(stale), signIn })
    fireEvent.click(screen.getByRole('button'))
    expect(signIn).toHaveBeenCalledOnce()
  })

  it('renders what has failed when a retry fails, too', async () => {
    const insecure = new ConfigurationError('insecure_context', 'page', 'Serve it over https.')
    await renderRedirectPage({
      finishSignIn: () => Promise.reject(stale),
      signIn: () => Promise.reject(insecure),
    })
    fireEvent.click(screen.getByRole('button'))
    await act(async () => {})
    expect(screen.getByRole('alert').textContent).toBe('Serve it over https. Sign in again')
  })

  it('leaves a mistake of the app to the error boundary', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await renderRedirectPage({ finishSignIn: async () => result }, () => {
      throw new Error('a mistake of the app')
    })
    expect(screen.getByRole('status').textContent).toBe('a mistake of the app')
  })
})

const stale = new TransactionError('transaction_missing')

interface RedirectPageProps {
  readonly session: Session
  readonly onFinished: (finished: SignInResult) => void
}

function RedirectPage({ session, onFinished }: RedirectPageProps): ReactNode {
  return (
    <StrictMode>
      <ErrorBoundary>
        <SessionProvider session={session}>
          <main>
            <FinishSignIn
              onFinished={onFinished}
              pending="one moment"
              renderFailure={(error, retry) => (
                <p role="alert">
                  {error.message} <button onClick={() => void retry()}>Sign in again</button>
                </p>
              )}
            />
          </main>
        </SessionProvider>
      </ErrorBoundary>
    </StrictMode>
  )
}

class ErrorBoundary extends Component<{ readonly children: ReactNode }> {
  override state: { readonly message?: string } = {}

  static getDerivedStateFromError(error: Error): { readonly message: string } {
    return { message: error.message }
  }

  override render(): ReactNode {
    const { message } = this.state
    return message === undefined ? this.props.children : <output>{message}</output>
  }
}

async function renderRedirectPage(
  outcomes: CreateFakeSessionOptions,
  onFinished: RedirectPageProps['onFinished'] = () => {},
): Promise<void> {
  const { session } = createFakeSession({ state: 'signed-out', ...outcomes })
  render(<RedirectPage session={session} onFinished={onFinished} />)
  await act(async () => {})
}

/** A real session, in a window that has just come back from IMS. */
async function createSessionOnRedirectPage(tab: FakeTab): Promise<Session> {
  const { page, session } = tab.load()
  await session.signIn()
  return tab.load(tab.ims.approve(page.departures[0])).session
}
