import { createAemClient, listContentFragmentModels } from '@mudbrick/aem'
import { createSession } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'
import { FinishSignIn, RequireSignIn, SessionProvider, useSignedInSession } from '@mudbrick/react'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

const {
  VITE_CLIENT_ID = 'wknd-spa',
  VITE_IMS_ORIGIN,
  VITE_AEM_ORIGIN = 'https://author-p1-e1.adobeaemcloud.com',
} = import.meta.env
const ims = createImsClient({
  environment: VITE_IMS_ORIGIN,
  credential: 'single-page-app',
  clientId: VITE_CLIENT_ID,
  redirectUri: `${location.origin}/callback`,
  scopes: 'AdobeID,openid,aem.fragments.management',
})
const session = createSession({ ims, allowedOrigins: [VITE_AEM_ORIGIN] })
const aem = createAemClient({ origin: VITE_AEM_ORIGIN, fetch: session.fetch })

createRoot(document.querySelector('#root')).render(
  <StrictMode>
    <SessionProvider session={session}>
      {location.pathname === '/callback' ? <Callback /> : <Page />}
    </SessionProvider>
  </StrictMode>,
)

function Page() {
  return (
    <RequireSignIn
      renderFallback={({ signIn }) => <button onClick={() => signIn()}>Sign in</button>}
    >
      <Models />
    </RequireSignIn>
  )
}

function Models() {
  const { snapshot } = useSignedInSession()
  const [names, setNames] = useState([])
  useEffect(() => {
    void listContentFragmentModels(aem, { limit: 5 }).then(
      ({ items }) => setNames(items.map(({ name }) => name)),
      ({ message }) => setNames([message]),
    )
  }, [])
  return (
    <p>
      {snapshot.profile?.name}: {names.join(', ')}
    </p>
  )
}

function Callback() {
  return (
    <FinishSignIn
      onFinished={({ returnTo }) => location.replace(returnTo)}
      renderFailure={(error) => <p role="alert">{error.message}</p>}
    />
  )
}
