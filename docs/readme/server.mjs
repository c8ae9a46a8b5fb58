import { createServer } from 'node:https'

import { createImsClient } from '@mudbrick/ims/credentials'
import { ensureCertificate } from '@mudbrick/sandbox/node'
import { createSessions } from '@mudbrick/server'
import { toNodeHandler } from '@mudbrick/server/node'
import { createDevelopmentKeyring, createVault } from '@mudbrick/vault'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'

const ims = createImsClient({
  environment: 'https://127.0.0.1:8443', // the sandbox; leave it out for Adobe
  credential: 'web-app',
  clientId: 'commerce-admin',
  clientSecret: process.env.IMS_CLIENT_SECRET ?? 'commerce-admin-secret',
  redirectUri: 'https://localhost:3002/auth/callback',
  scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
})
const keys = await createDevelopmentKeyring('.vault/keys.json') // in production: createEnvironmentKeyring()
const vault = await createVault({
  ims,
  store: createSqliteGrantStore({ file: '.vault/grants.db' }),
  keys,
})
vault.start() // refreshes in the background
const sessions = createSessions({ ims, vault, keys })
const commerce = sessions.proxy({
  path: '/commerce',
  target: 'https://localhost:8445/WkndTenant01', // at Adobe: https://na1.api.commerce.adobe.com/<tenant id>
  allow: ['GET /V1/products', 'GET /V1/store/storeConfigs'],
})

const page = `<!doctype html><title>Products</title><a href="/auth/sign-in">Sign in</a>
  <button>Show products</button><pre></pre><script type="module">
  document.querySelector('button').onclick = async () => {
    const headers = { 'x-requested-with': 'mudbrick' } // which no page of another site can send
    const response = await fetch('/commerce/V1/products?searchCriteria[pageSize]=3', { headers })
    document.querySelector('pre').textContent = JSON.stringify(await response.json(), undefined, 2)
  }</script>`

async function answer(request) {
  if (sessions.matches(request)) return sessions.fetch(request)
  if (new URL(request.url).pathname !== '/') return commerce(request)
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}

const { certificate: cert, key } = await ensureCertificate() // the sandbox's, for development
createServer({ cert, key }, toNodeHandler(answer)).listen(3002, 'localhost')
