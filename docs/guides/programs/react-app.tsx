import { createSession } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'
import { FinishSignIn, RequireSignIn, SessionProvider, useSignedInSession } from '@mudbrick/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid,aem.fragments.management',
})
// Once, outside of any component.
const session = createSession({ ims, allowedOrigins: ['https://author-p1-e1.adobeaemcloud.com'] })

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <SessionProvider session={session}>
      {location.pathname === '/callback' ? <Callback /> : <Page />}
    </SessionProvider>
  </StrictMode>,
)

function Page() {
  return (
    <RequireSignIn
      pending={<p>One moment</p>}
      renderFallback={({ reason, signIn }) => (
        <button onClick={() => signIn()}>
          {reason === 'expired' ? 'Sign in again' : 'Sign in'}
        </button>
      )}
    >
      <Home />
    </RequireSignIn>
  )
}

function Home() {
  const { snapshot } = useSignedInSession()
  return <button onClick={() => session.signOut()}>Sign out {snapshot.profile?.name}</button>
}

function Callback() {
  return (
    <FinishSignIn
      pending={<p>Signing you in</p>}
      onFinished={({ returnTo }) => location.replace(returnTo)}
      renderFailure={(error, retry) => (
        <p role="alert">
          {error.message} <button onClick={() => retry()}>Sign in again</button>
        </p>
      )}
    />
  )
}
