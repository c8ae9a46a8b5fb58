// @ts-check
import { createServer } from 'node:http'

import { createImsClient } from '../../packages/ims/dist/credentials.js'
import { createSessions } from '../../packages/server/dist/index.js'
import { toNodeHandler } from '../../packages/server/dist/node.js'
import {
  createKeyring,
  createMemoryGrantStore,
  createVault,
} from '../../packages/vault/dist/index.js'
import { dialects } from '../lib/clients.mjs'
import { announce } from '../lib/serve.mjs'

const [, , service = '', imsOrigin = ''] = process.argv
const { id, secret = '', scope, redirectUri } = dialects.mudbrick.web

const ims = createImsClient({
  credential: 'web-app',
  clientId: id,
  clientSecret: secret,
  scopes: scope,
  redirectUri,
  environment: imsOrigin,
})
const keys = createKeyring([{ keyId: 'bench', bytes: crypto.getRandomValues(new Uint8Array(32)) }])
const vault = await createVault({ ims, store: createMemoryGrantStore(), keys })
const sessions = createSessions({ ims, vault, keys })
const proxy = sessions.proxy({
  path: '/proxied',
  target: service,
  allow: ['GET,POST /V1/products'],
  headers: { 'x-demands-token': 'yes' },
})

// What a server does that adds nothing: it leaves out what belongs to one connection, and sends the rest on.
const oneConnection = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host']

/** @param {Request} request */
async function passThrough(request) {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  for (const name of oneConnection) headers.delete(name)
  const { method, body, signal } = request
  /** @type {RequestInit & { duplex: 'half' }} */
  const init = { method, headers, body, signal, redirect: 'manual', duplex: 'half' }
  const response = await fetch(service + pathname.replace('/passed', '') + search, init)
  const answered = new Headers(response.headers)
  for (const name of oneConnection) answered.delete(name)
  return new Response(response.body, { status: response.status, headers: answered })
}

const handlers = [sessions.fetch, proxy, passThrough].map((handler) => toNodeHandler(handler))
const [onSession, onProxy, onPassThrough] = handlers

const server = createServer((incoming, outgoing) => {
  if (incoming.url?.startsWith('/proxied/')) onProxy?.(incoming, outgoing)
  else if (incoming.url?.startsWith('/passed/')) onPassThrough?.(incoming, outgoing)
  else onSession?.(incoming, outgoing)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  announce(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})
