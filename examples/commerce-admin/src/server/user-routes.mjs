// @ts-check
import { isMudbrickError } from '@mudbrick/server'

/** @typedef {import('@mudbrick/server').ServerSession} ServerSession */

/**
 * Answers one of the page's calls. The last part of the path is what a star stands for.
 * @typedef {(session: ServerSession, lastPart: string) => Promise<Response>} UserRoute
 */

/**
 * Creates the function that answers the page's calls under `/api`, for the signed-in user.
 * @param {import('@mudbrick/server').Sessions} sessions Finds out who is signed in.
 * @param {Readonly<Record<string, UserRoute>>} routes By method and path, such as `DELETE /api/sessions/*`.
 * @returns {(request: Request) => Promise<Response>}
 */
export function createUserRoutes(sessions, routes) {
  return async (request) => {
    const { answer, lastPart } = findRoute(routes, request)
    if (answer === undefined) return refuse(404, 'There is nothing at this address.')
    // A page of another site cannot send it without a CORS preflight, which this server never allows.
    if (request.headers.get('x-requested-with') !== 'mudbrick') {
      return refuse(403, 'The header field X-Requested-With: mudbrick is missing.')
    }
    try {
      const session = await sessions.read(request)
      if (session === undefined) return signedOut()
      const response = await answer(session, lastPart)
      if (session.setCookie !== undefined) response.headers.append('set-cookie', session.setCookie)
      return response
    } catch (error) {
      if (!isMudbrickError(error)) throw error
      // The messages of these errors contain no secret, and are written for people.
      return refuse(error.needsInteraction ? 409 : 503, error.message)
    }
  }
}

/**
 * @param {Readonly<Record<string, UserRoute>>} routes
 * @param {Request} request
 */
function findRoute(routes, { method, url }) {
  const { pathname } = new URL(url)
  const start = pathname.lastIndexOf('/') + 1
  const lastPart = pathname.slice(start)
  const known = [`${method} ${pathname}`, `${method} ${pathname.slice(0, start)}*`]
  const route = known.find((name) => Object.hasOwn(routes, name))
  return { answer: route === undefined ? undefined : routes[route], lastPart }
}

/**
 * Creates a JSON response that no cache keeps.
 * @param {object} body
 */
export function answerJson(body) {
  return Response.json(body, { headers })
}

/** Creates the response to a user who is not signed in. */
export function signedOut() {
  return refuse(401, 'You are not signed in: sign in, then try again.')
}

/**
 * Creates a response that says why something was not done.
 * @param {number} status
 * @param {string} detail
 */
export function refuse(status, detail) {
  return Response.json({ status, detail }, { status, headers })
}

const headers = { 'cache-control': 'no-store' }
