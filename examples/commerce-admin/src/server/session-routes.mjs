// @ts-check
import { createHash } from 'node:crypto'

import { answerJson, refuse, signedOut } from './user-routes.mjs'

/** @typedef {import('@mudbrick/server').ServerSession} ServerSession */

/** @typedef {import('@mudbrick/vault').Vault} Vault */

/** @typedef {import('@mudbrick/vault').VaultGrant} VaultGrant */

/**
 * @typedef {object} SessionRoutesContext
 * @property {Vault} vault Keeps the grants.
 * @property {import('@mudbrick/vault').Clock} clock Says what time it is.
 */

/**
 * Creates the routes of the page's list of sessions: users see where they are signed in to this app, and end one
 * session or all. A session ends when its grant is revoked.
 * @param {SessionRoutesContext} context
 * @returns {Readonly<Record<string, import('./user-routes.mjs').UserRoute>>}
 */
export function createSessionRoutes(context) {
  const { vault } = context
  return {
    'GET /api/sessions': (session) => listSessions(context, session),
    'DELETE /api/sessions': (session) => signOutEverywhere(vault, session),
    'DELETE /api/sessions/*': (session, label) => signOut(vault, session, label),
  }
}

/**
 * @param {SessionRoutesContext} context
 * @param {ServerSession} session
 */
async function listSessions({ vault, clock }, session) {
  const grants = await listOwnGrants(vault, session)
  const own = grants.find(({ id }) => id === session.grantId)
  // It was revoked a moment ago.
  if (own === undefined) return signedOut()
  const others = grants
    .filter((grant) => grant !== own)
    .toSorted((one, two) => two.createdAt - one.createdAt)
  const now = clock.now()
  const sessions = [own, ...others]
    .slice(0, maxListed)
    .map((grant) => ({ isCurrent: grant === own, ...describe(grant, now) }))
  const isUserKnown = session.subject !== undefined
  return answerJson({ isUserKnown, count: grants.length, sessions })
}

/**
 * @param {Vault} vault
 * @param {ServerSession} session
 */
async function signOutEverywhere(vault, { subject }) {
  if (subject === undefined) {
    return refuse(409, 'Adobe IMS did not say who you are: your other sessions cannot be found.')
  }
  const count = await vault.revokeBySubject(subject, { reason: 'sign-out-everywhere' })
  return answerJson({ count })
}

/**
 * @param {Vault} vault
 * @param {ServerSession} session
 * @param {string} label
 */
async function signOut(vault, session, label) {
  const grants = await listOwnGrants(vault, session)
  const grant = grants.find(({ id }) => calculateLabel(id) === label)
  if (grant === undefined) return refuse(404, 'This session has ended already.')
  await vault.revoke(grant.id, { reason: 'sign-out-session' })
  return new Response(undefined, { status: 204 })
}

/**
 * Returns the grants of the signed-in user only.
 * @param {Vault} vault
 * @param {ServerSession} session
 * @returns {Promise<readonly VaultGrant[]>}
 */
async function listOwnGrants(vault, { grantId, subject }) {
  if (subject === undefined) {
    const own = await vault.read(grantId)
    return own === undefined ? [] : [own]
  }
  const grants = []
  let after
  do {
    // A part starts where the one before it ends.
    // oxlint-disable-next-line no-await-in-loop
    const { grants: part, next } = await vault.listBySubject(subject, { after, limit: 1_000 })
    grants.push(...part)
    after = next
  } while (after !== undefined)
  return grants
}

/** More would be of little use on a page; signing out everywhere ends all. */
const maxListed = 50

/**
 * @param {VaultGrant} grant
 * @param {number} now
 */
function describe(grant, now) {
  const { id, createdAt, refreshedAt, expiresAt } = grant
  return {
    label: calculateLabel(id),
    status: findStatus(grant, now),
    signedInAt: createdAt,
    refreshedAt,
    expiresAt,
  }
}

/**
 * @param {VaultGrant} grant
 * @param {number} now
 */
function findStatus({ canRefresh, expiresAt }, now) {
  if (canRefresh) return 'active'
  return expiresAt > now ? 'ending' : 'ended'
}

/**
 * Calculates the name of a session for the page. The id of a grant is a secret, and cannot be calculated from it.
 * @param {string} grantId
 */
function calculateLabel(grantId) {
  return createHash('sha256').update(`session ${grantId}`).digest('base64url').slice(0, 16)
}
