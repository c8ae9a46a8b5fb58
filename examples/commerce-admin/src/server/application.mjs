// @ts-check
import { isTokenRejected } from '@mudbrick/commerce'
import { createHealthCheck, createLivenessCheck, createSessions } from '@mudbrick/server'

import { createPageFiles } from './page-files.mjs'
import { createSessionRoutes } from './session-routes.mjs'
import { findImsOrigin } from './settings.mjs'
import { createTokenRoutes } from './token-routes.mjs'
import { createUserRoutes } from './user-routes.mjs'

/**
 * @typedef {object} ApplicationOptions
 * @property {import('./settings.mjs').Settings} settings The settings of the server.
 * @property {import('@mudbrick/ims').ImsClient<'web-app'>} ims The app's credential.
 * @property {import('@mudbrick/vault').Vault} vault Keeps the grants.
 * @property {import('@mudbrick/vault').KeyProvider} keys The keys that cookies are sealed with.
 * @property {ReturnType<typeof import('./grant-history.mjs').createGrantHistory>} history What happened to
 *   the grants.
 * @property {string} processName The name of this process.
 * @property {string} pageFolder Where the built page is.
 */

/**
 * Creates the app: a function from request to response, without ports, processes and certificates.
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
    // Commerce also answers 401 when the role lacks a right; another token changes nothing then.
    isTokenRejected,
  })
  const { processCount } = settings
  const answerUser = createUserRoutes(sessions, {
    ...createTokenRoutes({ vault, listMoments: history.list, processName, processCount }),
    ...createSessionRoutes({ vault, clock: ims.clock }),
  })
  const pageFiles = createPageFiles(pageFolder)
  const checkHealth = createHealthCheck(vault)
  const checkLiveness = createLivenessCheck()
  const settingsAnswer = describe(settings)

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (sessions.matches(request)) return sessions.fetch(request)
    if (pathname.startsWith('/commerce/')) return callCommerce(request)
    if (pathname === '/health') return checkHealth(request)
    if (pathname === '/live') return checkLiveness(request)
    if (pathname === '/api/settings') return Response.json(settingsAnswer)
    if (pathname.startsWith('/api/')) return answerUser(request)
    return pageFiles(request)
  }
}

/**
 * Returns the address before `/V1`: it ends with the tenant id at Adobe, and with `/rest` on a server of your own.
 * @param {import('./settings.mjs').Settings} settings
 */
function findBaseAddress({ commerceOrigin, tenantId }) {
  return `${commerceOrigin}/${tenantId ?? 'rest'}`
}

/**
 * Returns what the page shows of the settings; none of it is secret.
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
