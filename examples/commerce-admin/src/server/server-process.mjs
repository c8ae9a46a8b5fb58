// @ts-check
// One of the processes that answer at this app's address; serve.mjs starts them.
import { appendFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { Socket } from 'node:net'
import { join } from 'node:path'

import { createImsClient } from '@mudbrick/ims/credentials'
import { closeOnSignals, toNodeHandler } from '@mudbrick/server/node'
import {
  createAuditTrail,
  createDevelopmentKeyring,
  createEnvironmentKeyring,
  createVault,
} from '@mudbrick/vault'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'

import { createApplication } from './application.mjs'
import { createGrantHistory } from './grant-history.mjs'
import { readSettings } from './settings.mjs'

const [folder = '', pageFolder = '', processName = ''] = process.argv.slice(2)

try {
  await run()
  tell({ type: 'ready' })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.send?.({ type: 'failed', message }, () => process.exit(1))
}

async function run() {
  const settings = readSettings(folder, process.env)
  const { clientId, clientSecret, scopes, environment } = settings.credential
  const ims = createImsClient({
    credential: 'web-app',
    clientId,
    clientSecret,
    scopes,
    redirectUri: settings.redirectUri.href,
    environment,
  })
  const keys = await openKeys(settings)
  const store = createSqliteGrantStore({ file: join(settings.vaultFolder, 'grants.db') })
  const vault = await createVault({ ims, store, keys })
  keepAuditTrail(vault, settings)
  const history = createGrantHistory()
  shareHistory(vault, history)

  const options = { settings, ims, vault, keys, history, processName, pageFolder }
  const server = createServer(settings, createApplication(options))
  endWithServeProgram(server, { vault, close: () => store.close() })
  answerConnections(server)
  vault.start()
}

/**
 * With the sandbox, a key is made at the first start; with Adobe, one is required.
 * @param {import('./settings.mjs').Settings} settings
 */
async function openKeys({ isSandbox, keys, vaultFolder }) {
  if (isSandbox && keys === undefined) {
    return createDevelopmentKeyring(join(vaultFolder, 'development.key'))
  }
  return createEnvironmentKeyring({ environment: { MUDBRICK_KEYS: keys } })
}

/**
 * Writes down which grants were created, refreshed and revoked when, and why.
 * @param {import('@mudbrick/vault').Vault} vault
 * @param {import('./settings.mjs').Settings} settings
 */
function keepAuditTrail(vault, { vaultFolder }) {
  const file = join(vaultFolder, 'audit.log')
  const write = (/** @type {string} */ line) => {
    try {
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch (error) {
      console.error('The audit trail cannot be written:', error)
    }
  }
  vault.subscribe(createAuditTrail({ process: `${processName}, pid ${process.pid}`, write }))
}

/**
 * Tells the other processes what happens to grants in this one, and remembers what they tell.
 * @param {import('@mudbrick/vault').Vault} vault
 * @param {ReturnType<typeof createGrantHistory>} history
 */
function shareHistory(vault, history) {
  vault.subscribe(({ type, at, grantId }) => {
    if (grantId === undefined) return
    const moment = { type, at, grantId, process: processName }
    history.add(moment)
    tell({ type: 'moment', moment })
  })
  process.on('message', (/** @type {import('./serve.mjs').Message} */ message) => {
    if (message.type === 'moment') history.add(message.moment)
  })
}

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {(request: Request) => Promise<Response>} application
 */
function createServer({ certificate, redirectUri }, application) {
  const handle = toNodeHandler(application, { origin: redirectUri.origin })
  /** @type {import('node:http').RequestListener} */
  const answer = (request, response) => {
    response.setHeader('x-answered-by', processName)
    // A connection belongs to one process: without this a browser would stay with its first process.
    if (!request.url?.startsWith('/assets/')) {
      response.shouldKeepAlive = false
      tell({ type: 'asked' })
    }
    handle(request, response)
  }
  return certificate ? createHttpsServer(certificate, answer) : createHttpServer(answer)
}

/**
 * Answers on the connections that serve.mjs hands over.
 * @param {import('node:http').Server | import('node:https').Server} server
 */
function answerConnections(server) {
  process.on('message', (/** @type {import('./serve.mjs').Message} */ message, socket) => {
    if (message.type !== 'connection') return
    tell({ type: 'taken', id: message.id })
    // There is no socket when the connection was closed on the way.
    if (!(socket instanceof Socket)) return
    socket.on('error', () => socket.destroy())
    server.emit('connection', socket)
    socket.resume()
  })
}

/**
 * Ends well when serve.mjs says so, or has gone: calls in flight finish, and the vault is closed last.
 * @param {import('node:http').Server | import('node:https').Server} server
 * @param {import('@mudbrick/server/node').CloseOnSignalsOptions} options
 */
function endWithServeProgram(server, options) {
  // A developer who presses Ctrl-C does not wait for a browser's idle connections.
  const timeoutMs = 600
  const end = closeOnSignals(server, { ...options, timeoutMs, signals: ['SIGTERM'], onEnd() {} })
  // Ctrl-C in a terminal reaches every process; serve.mjs ends this one.
  process.on('SIGINT', () => {})
  process.once('disconnect', () => void end())
}

/** @param {import('./serve.mjs').Message} message */
function tell(message) {
  process.send?.(message)
}
