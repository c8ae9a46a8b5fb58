'use client'

import type { SignInOptions } from '@mudbrick/browser'
import type { ReactNode } from 'react'
import { useStableSnapshot } from './use-stable-snapshot.ts'
import { getServerSnapshot } from './server-snapshot.ts'
import { useProvidedSession } from './session-context.ts'

/** What the `renderFallback` of {@link RequireSignIn} is given. */
export interface SignInFallback {
  /** Tells whether no user is signed in, or a user was and the session has expired. */
  readonly reason: 'signed-out' | 'expired'
  /** Starts a sign-in that returns to the page the user is on by default. */
  readonly signIn: (options?: SignInOptions) => Promise<void>
}

/** The properties of {@link RequireSignIn}. */
export interface RequireSignInProps {
  /** Gives what only a signed-in user gets to see. */
  readonly children: ReactNode
  /** Renders what others see instead, usually a button that calls `signIn`. */
  readonly renderFallback: (fallback: SignInFallback) => ReactNode
  /** Gives what is shown while it is not yet known who the user is; nothing by default. */
  readonly pending?: ReactNode
}

/**
 * Renders its children for a signed-in user only, and goes on while that user signs in again.
 *
 * @example
 * ```tsx
 * <RequireSignIn renderFallback={({ signIn }) => <button onClick={() => signIn()}>Sign in</button>}>
 *   <Models />
 * </RequireSignIn>
 * ```
 */
export function RequireSignIn({
  children,
  renderFallback,
  pending,
}: RequireSignInProps): ReactNode {
  const session = useProvidedSession()
  const { status } = useStableSnapshot(session, getServerSnapshot)

  if (status === 'signed-in') return children
  if (status === 'restoring' || status === 'signing-in') return pending
  return renderFallback({ reason: status, signIn: session.signIn })
}
