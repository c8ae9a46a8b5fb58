// @ts-check
import { isTokenRejected } from '@mudbrick/commerce'
import { createHealthCheck, createSessions } from '@mudbrick/server'

import { createPageFiles } from './page-files.mjs'
import { findImsOrigin } from './settings.mjs'
import { createTokenRoutes } from './token-routes.mjs'

/**
 * @typedef {object} ApplicationOptions
 * @property {import('./settings.mjs').Settings} settings What the server is told.
 * @property {import('@mudbrick/ims').ImsClient<'web-app'>} ims The app's credential.
 * @property {import('@mudbrick/vault').Vault} vault Keeps the grants.
 * @property {import('@mudbrick/vault').KeyProvider} keys What cookies are sealed with.
 * @property {ReturnType<typeof import('./grant-history.mjs').createGrantHistory>} history What happened to
 *   the grants.
 * @property {string} processName Which process this is.
 * @property {string} pageFolder Where the page was built.
 */

/**
 * Creates the app: a function from request to response, which knows nothing of ports, processes and certificates.
 * @param {ApplicationOptions} options
 * @returns {(request: Request) => Promise<Response>}
 */
export function createApplication(options) {
  const { settings, ims, vault, keys, history, processName, pageFolder } = options
  const sessions = createSessions({ ims, vault, keys })
  const callCommerce = sessions.proxy({
    path: '/commerce',
    target: findBaseAddress(settings),
    allow: [
      'GET /V1/products',
      'GET /V1/products/*',
      'GET /V1/store/storeConfigs',
      'GET /V1/store/storeViews',
    ],
    // To a role that lacks a right Commerce says 401 too, where another token changes nothing.
    isTokenRejected,
  })
  const tokenRoutes = createTokenRoutes({
    sessions,
    vault,
    listMoments: history.list,
    processName,
    processCount: settings.processCount,
  })
  const pageFiles = createPageFiles(pageFolder)
  const checkHealth = createHealthCheck(vault)
  const settingsAnswer = describe(settings)

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (sessions.matches(request)) return sessions.fetch(request)
    if (pathname.startsWith('/commerce/')) return callCommerce(request)
    if (pathname === '/health') return checkHealth(request)
    if (pathname === '/api/settings') return Response.json(settingsAnswer)
    if (pathname.startsWith('/api/')) return tokenRoutes(request)
    return pageFiles(request)
  }
}

/**
 * Commerce without the version: at Adobe after the tenant id, on a server of one's own after `/rest`.
 * @param {import('./settings.mjs').Settings} settings
 */
function findBaseAddress({ commerceOrigin, tenantId }) {
  return `${commerceOrigin}/${tenantId ?? 'rest'}`
}

/**
 * What anybody may know, for the page to show.
 * @param {import('./settings.mjs').Settings} settings
 */
function describe({ credential, commerceOrigin, redirectUri, isSandbox }) {
  return {
    imsOrigin: findImsOrigin(credential.environment),
    commerceOrigin,
    clientId: credential.clientId,
    scopes: credential.scopes.split(/[\s,]+/),
    redirectUri: redirectUri.href,
    isSandbox,
  }
}
