import { openSessions } from '../../../lib/sessions.mjs'

/** @param {Request} request */
async function answer(request) {
  const { sessions } = await openSessions()
  return sessions.fetch(request)
}

export { answer as GET, answer as HEAD, answer as POST }
