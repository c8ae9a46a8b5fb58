import { openSessions } from '../../../lib/sessions.mjs'

/** @param {Request} request */
async function answer(request) {
  const { proxy } = await openSessions()
  return proxy(request)
}

export { answer as DELETE, answer as GET, answer as HEAD, answer as POST, answer as PUT }
