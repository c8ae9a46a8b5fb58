'use client'

import { type Session, type SignedInSnapshot, SignInRequiredError } from '@mudbrick/browser'
import { useStableSnapshot } from './use-stable-snapshot.ts'
import { waitForChange } from './session-change.ts'
import { useProvidedSession } from './session-context.ts'

/** What {@link useSignedInSession} returns. */
export interface UseSignedInSessionResult {
  /** Gives the session, always the same object: `fetch`, `getAccessToken`, `signOut`. */
  readonly session: Session
  /** Gives the session's present state: who is signed in, with which scopes, until when. */
  readonly snapshot: SignedInSnapshot
}

/**
 * Returns the session of a signed-in user. While it is not known who that is, the nearest `Suspense`
 * renders its fallback; where no user is signed in, the nearest error boundary is given a
 * `SignInRequiredError`. On a server, and with it in the HTML that it sends, there is only the
 * fallback.
 *
 * @throws {@link SignInRequiredError} when no user is signed in, or the session has expired.
 * @throws Error when no `SessionProvider` surrounds the component.
 * @see https://react.dev/reference/react/Suspense
 *
 * @example
 * ```tsx
 * function Greeting() {
 *   const { snapshot } = useSignedInSession()
 *   return <p>Signed in as {snapshot.profile?.name}</p>
 * }
 *
 * function Page() {
 *   return (
 *     <Suspense fallback={<p>One moment</p>}>
 *       <Greeting />
 *     </Suspense>
 *   )
 * }
 * ```
 */
export function useSignedInSession(): UseSignedInSessionResult {
  const session = useProvidedSession()
  const snapshot = useStableSnapshot(session, refuseToRender)

  if (snapshot.status === 'signed-in') return { session, snapshot }
  if (snapshot.status === 'restoring' || snapshot.status === 'signing-in') {
    // React 18 has no use(), and React 19 takes a thrown promise as it did.
    // oxlint-disable-next-line typescript/only-throw-error
    throw waitForChange(session)
  }
  throw new SignInRequiredError('no_session')
}

/**
 * A promise would keep a server waiting for what only a browser knows. An error makes it send the
 * fallback and leave the rest to the browser.
 *
 * @see https://react.dev/reference/react/Suspense#providing-a-fallback-for-server-errors-and-client-only-content
 */
function refuseToRender(): never {
  throw new Error(
    'useSignedInSession does not render on a server, which cannot know who is signed in: put <Suspense> around the components that use it, and its fallback is sent instead.',
  )
}
