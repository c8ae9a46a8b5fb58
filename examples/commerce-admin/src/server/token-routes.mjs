// @ts-check
import { isMudbrickError } from '@mudbrick/server'

/**
 * @typedef {object} TokenRoutesContext
 * @property {import('@mudbrick/server').Sessions} sessions Says who asks.
 * @property {import('@mudbrick/vault').Vault} vault Keeps the grants.
 * @property {(grantId: string) => readonly { type: string, at: number, process: string }[]} listMoments What
 *   happened to a grant, newest first.
 * @property {string} processName Which process this is.
 * @property {number} processCount How many there are.
 */

/**
 * Creates the function that tells the page what the server does about its user's token, and does what the page's
 * buttons say. The token itself is in none of these answers.
 * @param {TokenRoutesContext} context
 * @returns {(request: Request) => Promise<Response>}
 */
export function createTokenRoutes(context) {
  return async (request) => {
    const route = `${request.method} ${new URL(request.url).pathname}`
    const answer = Object.hasOwn(routes, route) ? routes[route] : undefined
    if (answer === undefined) return refuse(404, 'There is nothing at this address.')
    // A page of another site cannot send it without asking for leave, which it does not get.
    if (request.headers.get('x-requested-with') !== 'mudbrick') {
      return refuse(403, 'The header field X-Requested-With: mudbrick is missing.')
    }
    try {
      return await answerUser(context, request, answer)
    } catch (error) {
      if (!isMudbrickError(error)) throw error
      // What these errors say holds no secret, and is for people.
      return refuse(error.needsInteraction ? 409 : 503, error.message)
    }
  }
}

/**
 * @param {TokenRoutesContext} context
 * @param {Request} request
 * @param {Answer} answer
 */
async function answerUser(context, request, answer) {
  const session = await context.sessions.read(request)
  if (session === undefined) return signedOut()
  const response = await answer(context, session)
  if (session.setCookie !== undefined) response.headers.append('set-cookie', session.setCookie)
  return response
}

/** @typedef {import('@mudbrick/server').ServerSession} ServerSession */

/** @typedef {(context: TokenRoutesContext, session: ServerSession) => Promise<Response>} Answer */

/** @type {Readonly<Record<string, Answer>>} */
const routes = {
  'GET /api/token': report,
  'POST /api/token/refresh': async (context, session) => {
    await session.refresh()
    return report(context, session)
  },
  'POST /api/token/revoke': async (_, session) => {
    await session.revoke()
    return new Response(undefined, { status: 204 })
  },
}

/**
 * @param {TokenRoutesContext} context
 * @param {ServerSession} session
 */
async function report({ vault, listMoments, processName, processCount }, { grantId }) {
  const grant = await vault.read(grantId)
  if (grant === undefined) return signedOut()
  const events = listMoments(grantId).map(({ type, at, process: name }) => ({
    type,
    at,
    process: name,
  }))
  const { expiresAt, refreshedAt } = grant
  const isActive = grant.status === 'active' && grant.canRefresh
  const told = { process: processName, processId: process.pid, processCount }
  return Response.json({ isActive, expiresAt, refreshedAt, events, ...told }, { headers })
}

function signedOut() {
  return refuse(401, 'Nobody is signed in: sign in, then try again.')
}

/**
 * @param {number} status
 * @param {string} detail
 */
function refuse(status, detail) {
  return Response.json({ status, detail }, { status, headers })
}

const headers = { 'cache-control': 'no-store' }
