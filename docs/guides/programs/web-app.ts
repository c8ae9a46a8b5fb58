import { createServer } from 'node:http'

import { isTokenRejected } from '@mudbrick/commerce'
import { createImsClient } from '@mudbrick/ims/credentials'
import {
  createHealthCheck,
  createLivenessCheck,
  createSessions,
  type ServerSession,
} from '@mudbrick/server'
import { closeOnSignals, toNodeHandler } from '@mudbrick/server/node'
import { createEnvironmentKeyring, createVault } from '@mudbrick/vault'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'

const {
  CLIENT_ID = 'client-id-123',
  CLIENT_SECRET = '',
  COMMERCE = 'https://na1.api.commerce.adobe.com/AbCdEf123456',
  IMS = 'production',
  ORIGIN = 'https://admin.example.com',
  PORT = '3002',
  VAULT = '.vault/grants.db',
} = process.env

const ims = createImsClient({
  credential: 'web-app',
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  redirectUri: `${ORIGIN}/auth/callback`,
  scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
  environment: IMS,
})
const keys = createEnvironmentKeyring()
const store = createSqliteGrantStore({ file: VAULT })
const vault = await createVault({ ims, store, keys })
const sessions = createSessions({ ims, vault, keys })
const callCommerce = sessions.proxy({
  path: '/commerce',
  target: COMMERCE,
  allow: ['GET /V1/products', 'GET /V1/store/storeConfigs'],
  isTokenRejected,
})

const checkLiveness = createLivenessCheck()
const checkReadiness = createHealthCheck(vault)

vault.start()
// A server that provides https at ORIGIN has to be in front of this one.
const server = createServer(toNodeHandler(answer, { origin: ORIGIN }))
closeOnSignals(server, { vault, close: () => store.close() })
server.listen(Number(PORT), 'localhost')

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/live') return checkLiveness(request)
  if (pathname === '/ready') return checkReadiness(request)
  if (sessions.matches(request)) return sessions.fetch(request)
  if (pathname.startsWith('/commerce/')) return callCommerce(request)
  if (pathname === '/page.js') return createAnswer('text/javascript', script)
  if (pathname !== '/') return new Response('There is no such page.', { status: 404 })
  return createAnswer('text/html; charset=utf-8', createPage(await sessions.read(request)))
}

function createAnswer(type: string, body: string): Response {
  const headers = { 'content-type': type, 'content-security-policy': "default-src 'self'" }
  return new Response(body, { headers })
}

function createPage(session: ServerSession | undefined): string {
  if (!session) return '<a href="/auth/sign-in?returnTo=/">Sign in with Adobe</a>'
  const name = (session.profile?.name ?? 'you').replaceAll(/[<&]/g, (c) => `&#${c.charCodeAt(0)};`)
  return `
    <p>Signed in as ${name}</p>
    <form method="post" action="/auth/sign-out"><button>Sign out</button></form>
    <button id="list">List products</button>
    <p role="status"></p>
    <script type="module" src="/page.js"></script>`
}

const script = `
const status = document.querySelector('[role=status]')
document.querySelector('#list').onclick = async () => {
  const headers = { 'x-requested-with': 'mudbrick' }
  const response = await fetch('/commerce/V1/products?searchCriteria[pageSize]=5', { headers })
  const { items, message, detail } = await response.json()
  status.textContent = items?.map(({ name }) => name).join(', ') ?? message ?? detail
}`
