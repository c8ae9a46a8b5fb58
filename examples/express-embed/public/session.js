// @ts-check
import { createImsClient, createSession, loadProfile, signInWithPopup } from './standalone.js'
import { configuration } from './configuration.js'

/** @param {string} path Where IMS is to answer, on this origin. */
export function createClient(path) {
  return createImsClient({
    ...configuration,
    credential: 'single-page-app',
    redirectUri: new URL(path, location.origin).href,
  })
}

export const ims = createClient('/redirect.html')

const { userinfoEndpoint } = ims.environment

/** Whether IMS is the local sandbox, in which real passwords do not belong. */
export const isSandbox = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(
  new URL(userinfoEndpoint).hostname,
)

export const session = createSession({
  ims,
  allowedOrigins: [new URL(userinfoEndpoint).origin],
})
loadProfile(session)

/**
 * Does something as the user, who is asked to sign in if no user is signed in. Call it right in a
 * click: nothing asynchronous may come before the popup.
 * @template T
 * @param {(name: string) => T} task
 * @param {(request: { method: string, url: string, status: number }) => void} onRequest
 * @param {AbortSignal} signal Gives up, and closes the popup.
 * @returns {Promise<T>}
 */
export async function asUser(task, onRequest, signal) {
  if (session.getSnapshot().status !== 'signed-in') await signInWithPopup(session, { signal })
  const response = await session.fetch(userinfoEndpoint, { signal })
  onRequest({ method: 'GET', url: userinfoEndpoint, status: response.status })
  if (!response.ok)
    throw new Error(`Adobe IMS answered ${response.status} to the request for your name.`)
  const { name, email } = await response.json()
  return task(name ?? email ?? 'a user')
}
