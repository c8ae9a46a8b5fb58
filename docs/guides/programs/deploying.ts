import { createServer } from 'node:http'

import { isTokenRejected } from '@mudbrick/commerce'
import { createImsClient } from '@mudbrick/ims/credentials'
import {
  createHealthCheck,
  createLivenessCheck,
  createRequestContext,
  createSessions,
  isMudbrickError,
  type ServerSession,
} from '@mudbrick/server'
import { registerServerMetrics } from '@mudbrick/server/metrics'
import { closeOnSignals, createMetricsServer, toNodeHandler } from '@mudbrick/server/node'
import { createAuditTrail, createEnvironmentKeyring, createVault } from '@mudbrick/vault'
import { registerVaultMetrics } from '@mudbrick/vault/metrics'
import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { Pool } from 'pg'
import { collectDefaultMetrics, Registry } from 'prom-client'

const {
  // The path of the app behind a prefix, such as /admin.
  APP_PATH = '',
  CLIENT_ID = 'client-id-123',
  CLIENT_SECRET = '',
  COMMERCE = 'https://na1.api.commerce.adobe.com/AbCdEf123456',
  DATABASE_URL,
  IMS = 'production',
  ORIGIN = 'https://admin.example.com',
  PORT = '3010',
  METRICS_PORT = String(Number(PORT) + 1000),
} = process.env

const ims = createImsClient({
  credential: 'web-app',
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  redirectUri: `${ORIGIN}${APP_PATH}/auth/callback`,
  scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
  environment: IMS,
})
// From the file that MUDBRICK_KEYS_FILE names, which is read again when it changes.
const keys = createEnvironmentKeyring()
const pool = new Pool({
  connectionString: DATABASE_URL,
  connectionTimeoutMillis: 2000,
  query_timeout: 5000,
})
const store = createPostgresGrantStore({ pool })
await store.migrate()
const vault = await createVault({ ims, store, keys })
const requestContext = createRequestContext()
const sessions = createSessions({
  ims,
  vault,
  keys,
  requestContext,
  appPath: APP_PATH || '/',
  isAppPathStripped: APP_PATH !== '',
})
const callCommerce = sessions.proxy({
  path: '/commerce',
  target: COMMERCE,
  allow: ['GET,POST /V1/products', 'GET /V1/store/storeConfigs'],
  isTokenRejected,
})

const checkLiveness = createLivenessCheck()
const checkReadiness = createHealthCheck(vault)
const { current: context } = requestContext
vault.subscribe(createAuditTrail({ process: PORT, write: console.log, context }))
const registry = new Registry()
collectDefaultMetrics({ register: registry })
registerVaultMetrics({ vault, store, registry })
registerServerMetrics({ sessions, vault, registry })
createMetricsServer(registry).listen(Number(METRICS_PORT), '127.0.0.1')

vault.start()
const server = createServer(toNodeHandler(answer, { origin: ORIGIN }))
closeOnSignals(server, { vault, close: () => pool.end() })
server.listen(Number(PORT), '127.0.0.1')

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/live') return checkLiveness(request)
  if (pathname === '/ready') return checkReadiness(request)
  if (sessions.matches(request)) return sessions.fetch(request)
  if (pathname.startsWith('/commerce/')) return callCommerce(request)
  if (pathname === '/page.js') return createAnswer('text/javascript', script)
  if (pathname !== '/') return new Response('There is no such page.', { status: 404 })
  return showPage(request)
}

async function showPage(request: Request): Promise<Response> {
  try {
    const session = await sessions.read(request)
    return createAnswer('text/html; charset=utf-8', createPage(session))
  } catch (error) {
    // The database does not answer: the user is signed in all the same.
    if (!isMudbrickError(error) || !error.retryable) throw error
    const headers = { 'retry-after': '5', 'cache-control': 'no-store' }
    return new Response('Please try again in a few seconds.', { status: 503, headers })
  }
}

function createAnswer(type: string, body: string): Response {
  const headers = { 'content-type': type, 'content-security-policy': "default-src 'self'" }
  return new Response(body, { headers })
}

function createPage(session: ServerSession | undefined): string {
  const { basePath } = sessions
  if (!session) return `<a href="${basePath}/sign-in?returnTo=${APP_PATH}/">Sign in with Adobe</a>`
  const name = (session.profile?.name ?? 'you').replaceAll(/[<&]/g, (c) => `&#${c.charCodeAt(0)};`)
  return `
    <p>Signed in as ${name}</p>
    <form method="post" action="${basePath}/sign-out"><button>Sign out</button></form>
    <button id="list">List products</button>
    <p role="status"></p>
    <script type="module" src="${APP_PATH}/page.js"></script>`
}

const script = `
const status = document.querySelector('[role=status]')
document.querySelector('#list').onclick = async () => {
  const headers = { 'x-requested-with': 'mudbrick' }
  const path = '${APP_PATH}/commerce/V1/products?searchCriteria[pageSize]=5'
  const { items, message, detail } = await (await fetch(path, { headers })).json()
  status.textContent = items?.map(({ name }) => name).join(', ') ?? message ?? detail
}`
