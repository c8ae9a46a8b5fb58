'use client'

import { isSignInError, type SignInError, type SignInResult } from '@mudbrick/browser'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useSession } from './use-session.ts'

/** The properties of {@link FinishSignIn}. */
export interface FinishSignInProps {
  /** Called once when the user is signed in: go to `returnTo`, replacing this page in the history. */
  readonly onFinished: (result: SignInResult) => void
  /** Renders a sign-in that failed; `retry` starts a new one. */
  readonly renderFailure: (error: SignInError, retry: () => Promise<void>) => ReactNode
  /** Gives what is shown while Adobe IMS is asked for the token; nothing by default. */
  readonly pending?: ReactNode
}

/**
 * Finishes a sign-in on the redirect page: the component for the redirect URI's route.
 *
 * @example
 * ```tsx
 * <FinishSignIn
 *   onFinished={({ returnTo }) => navigate(returnTo, { replace: true })}
 *   pending={<p>Signing you in</p>}
 *   renderFailure={(error, retry) => (
 *     <p role="alert">
 *       {error.message} <button onClick={() => retry()}>Sign in again</button>
 *     </p>
 *   )}
 * />
 * ```
 */
export function FinishSignIn({ onFinished, renderFailure, pending }: FinishSignInProps): ReactNode {
  const { session } = useSession()
  const [failure, setFailure] = useState<{ readonly error: unknown }>()
  const fail = (error: unknown): void => setFailure({ error })

  // An application's function may be another at each render; finishing is done once.
  const latestOnFinished = useRef(onFinished)
  useEffect(() => {
    latestOnFinished.current = onFinished
  })

  useEffect(() => {
    // StrictMode does this twice. The session finishes once, and one of the two is told.
    let isCurrent = true
    async function finish(): Promise<void> {
      try {
        const result = await session.finishSignIn()
        if (isCurrent) latestOnFinished.current(result)
      } catch (error) {
        if (isCurrent) setFailure({ error })
      }
    }
    void finish()
    return () => {
      isCurrent = false
    }
  }, [session])

  if (!failure) return pending
  // A mistake in a program is not for the user: it goes to the error boundary.
  if (!isSignInError(failure.error)) throw failure.error
  return renderFailure(failure.error, () => session.signIn().catch(fail))
}
