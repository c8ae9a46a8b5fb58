// @ts-check
import { answerJson, signedOut } from './user-routes.mjs'

/**
 * @typedef {object} TokenRoutesContext
 * @property {import('@mudbrick/vault').Vault} vault Keeps the grants.
 * @property {(grantId: string) => readonly { type: string, at: number, process: string }[]} listMoments Returns
 *   what happened to a grant, newest first.
 * @property {string} processName The name of this process.
 * @property {number} processCount How many processes there are.
 */

/**
 * Creates the routes of the page's token panel. None of their answers contains a token.
 * @param {TokenRoutesContext} context
 * @returns {Readonly<Record<string, import('./user-routes.mjs').UserRoute>>}
 */
export function createTokenRoutes(context) {
  return {
    'GET /api/token': (session) => report(context, session),
    'POST /api/token/refresh': async (session) => {
      await session.refresh()
      return report(context, session)
    },
    'POST /api/token/revoke': async (session) => {
      await session.revoke()
      return new Response(undefined, { status: 204 })
    },
  }
}

/**
 * @param {TokenRoutesContext} context
 * @param {import('@mudbrick/server').ServerSession} session
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
  const answeredBy = { process: processName, processId: process.pid, processCount }
  return answerJson({ isActive, expiresAt, refreshedAt, events, ...answeredBy })
}
