import { createImsClient } from '@mudbrick/ims/credentials'
import { createSessions } from '@mudbrick/server'
import { createEnvironmentKeyring, createMemoryGrantStore, createVault } from '@mudbrick/vault'

/** @typedef {Awaited<ReturnType<typeof createApp>>} App */

/**
 * Gives the same sessions to every route and page: Next.js makes a module once for each of its bundles.
 * @returns {Promise<App>}
 */
export function openSessions() {
  /** @type {{ mudbrickApp?: Promise<App> }} */
  const holder = globalThis
  holder.mudbrickApp ??= createApp()
  return holder.mudbrickApp
}

async function createApp() {
  const { IMS_ORIGIN, SERVICE_ORIGIN = '' } = process.env
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    scopes: 'AdobeID,openid,email,profile,offline_access',
    redirectUri: 'http://localhost:3002/auth/callback',
    environment: IMS_ORIGIN,
  })
  const keys = createEnvironmentKeyring()
  const vault = await createVault({ ims, store: createMemoryGrantStore(), keys })
  const sessions = createSessions({ ims, vault, keys })
  const proxy = sessions.proxy({
    path: '/api',
    target: SERVICE_ORIGIN,
    allow: ['GET,POST /items/**'],
  })
  return { sessions, proxy }
}
