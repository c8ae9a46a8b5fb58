import { createAemClient, listContentFragmentModels } from '@mudbrick/aem'
import { createSession, isSignInError } from '@mudbrick/browser'
import { loadProfile } from '@mudbrick/browser/profile'
import { createImsClient } from '@mudbrick/ims'

const aemOrigin = 'https://author-p1-e1.adobeaemcloud.com'
const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid,aem.fragments.management',
})
const session = createSession({ ims, allowedOrigins: [aemOrigin] })
loadProfile(session)
const aem = createAemClient({ origin: aemOrigin, fetch: session.fetch })

// index.html has <p role="status"></p> and three buttons: #sign-in, #list and #sign-out.
const status = document.querySelector('[role=status]') ?? document.body

onClick('#sign-in', () => session.signIn())
onClick('#sign-out', () => session.signOut())
onClick('#list', async () => {
  const { items } = await listContentFragmentModels(aem, { limit: 10, projection: 'summary' })
  status.textContent = items.map(({ name }) => name).join(', ')
})
session.subscribe(showStatus)
void attempt(start)

async function start(): Promise<void> {
  // Resolves at once, or when another tab has said who is signed in.
  await session.ready
  showStatus()
  if (location.pathname !== '/callback') return
  const { returnTo } = await session.finishSignIn()
  location.replace(returnTo)
}

function showStatus(): void {
  const snapshot = session.getSnapshot()
  const user = snapshot.status === 'signed-in' ? snapshot.profile?.name : undefined
  status.textContent = user ?? snapshot.status
}

function onClick(selector: string, task: () => Promise<unknown>): void {
  document.querySelector(selector)?.addEventListener('click', () => void attempt(task))
}

async function attempt(task: () => Promise<unknown>): Promise<void> {
  try {
    await task()
  } catch (error) {
    // Whatever else is thrown is a mistake in this program, and for the console.
    if (!isSignInError(error)) throw error
    status.textContent = error.message
  }
}
