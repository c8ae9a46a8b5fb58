import { createAemClient, listContentFragmentModels } from '@mudbrick/aem'
import { createSession } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'

const aemOrigin = 'https://localhost:8444' // at Adobe: https://author-p123-e456.adobeaemcloud.com
const ims = createImsClient({
  environment: 'https://127.0.0.1:8443', // the sandbox; leave it out for Adobe
  credential: 'single-page-app',
  clientId: 'wknd-spa',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid,aem.fragments.management',
})
const session = createSession({ ims, allowedOrigins: [aemOrigin] })

await session.ready
if (location.pathname === '/callback') {
  const { returnTo } = await session.finishSignIn()
  history.replaceState(null, '', returnTo)
}
if (session.getSnapshot().status === 'signed-in') await showModels()
else await session.signIn() // leaves the page, and comes back to it

async function showModels(): Promise<void> {
  const aem = createAemClient({ origin: aemOrigin, fetch: session.fetch })
  const { items } = await listContentFragmentModels(aem, { limit: 10, projection: 'summary' })
  document.body.textContent = items.map(({ name }) => name).join(', ')
}
