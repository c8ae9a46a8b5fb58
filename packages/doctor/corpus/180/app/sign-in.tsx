'use client'
export function SignIn({ session }: { session: { signInWithPopup(): Promise<void> } }) {
  return <button onClick={() => session.signInWithPopup()}>Sign in</button>
}
