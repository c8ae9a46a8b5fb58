import { isSignInError } from '@mudbrick/browser'
import { useSession, useSignedInSession, useUserKey } from '@mudbrick/react'
import { Component, type ReactNode, Suspense } from 'react'

export function Page() {
  return (
    // Another user, or the first one to sign in: the boundary tries again.
    <SignInBoundary key={useUserKey()} fallback={<SignInButton />}>
      <Suspense fallback={<p>One moment</p>}>
        <Greeting />
      </Suspense>
    </SignInBoundary>
  )
}

function Greeting() {
  const { snapshot } = useSignedInSession()
  return <h1>Hello {snapshot.profile?.name}</h1>
}

function SignInButton() {
  const { session } = useSession()
  return <button onClick={() => session.signIn()}>Sign in</button>
}

interface SignInBoundaryProps {
  readonly children: ReactNode
  readonly fallback: ReactNode
}

class SignInBoundary extends Component<SignInBoundaryProps> {
  override state: { readonly failure?: { readonly error: unknown } } = {}

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } }
  }

  override render() {
    const { failure } = this.state
    if (!failure) return this.props.children
    // What no sign-in helps against is for the boundary around this one.
    if (!isSignInError(failure.error) || !failure.error.needsInteraction) throw failure.error
    return this.props.fallback
  }
}
