import { createSession, isSignInError } from '@mudbrick/browser'
import { signInWithPopup } from '@mudbrick/browser/popup'
import { createImsClient } from '@mudbrick/ims'

const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:8000/redirect.html',
  scopes: 'AdobeID,openid',
})
const { userinfoEndpoint } = ims.environment
const session = createSession({ ims, allowedOrigins: [new URL(userinfoEndpoint).origin] })

// index.html has <p role="status"></p> and two buttons: #create and #sign-out.
const status = document.querySelector('[role=status]') ?? document.body

onClick('#create', async () => {
  // First of all in the click, or the browser blocks the window.
  if (session.getSnapshot().status !== 'signed-in') await signInWithPopup(session)
  const response = await session.fetch(userinfoEndpoint)
  status.textContent = await response.text()
})
onClick('#sign-out', () => session.signOut())

function onClick(selector: string, task: () => Promise<unknown>): void {
  document.querySelector(selector)?.addEventListener('click', async () => {
    try {
      await task()
    } catch (error) {
      // Whatever else is thrown is a mistake in this program, and for the console.
      if (!isSignInError(error)) throw error
      status.textContent = error.message
    }
  })
}
