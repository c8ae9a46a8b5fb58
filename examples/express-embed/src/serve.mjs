// @ts-check
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'

import { createFiles } from './files.mjs'

// The first byte of a TLS connection (RFC 8446 §5.1: a record of type handshake).
const tlsHandshake = 22

/**
 * Serves the page at localhost and at 127.0.0.1, which are two origins: the second is where IMS sends
 * people by default. One port takes both schemes, because that default has to be https even where the
 * page itself is not.
 * @param {import('./settings.mjs').Settings} settings
 */
export async function serve({ port, scheme, certificate, credential }) {
  const files = createFiles(credential)
  const plain = createHttpServer((request, response) => answer(files, request, response))
  const secure =
    certificate &&
    createHttpsServer(certificate, (request, response) => answer(files, request, response))
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()
  /** @param {import('node:net').Socket} socket */
  const onConnection = (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (bytes) => {
      socket.pause()
      socket.unshift(bytes)
      const server = bytes[0] === tlsHandshake ? secure : plain
      if (server === undefined) socket.destroy()
      else server.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  }
  const servers = await listen(['127.0.0.1', '::1'], port, onConnection)
  return {
    origin: `${scheme}://localhost:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
    },
  }
}

/**
 * @param {string[]} hosts
 * @param {number} port
 * @param {(socket: import('node:net').Socket) => void} onConnection
 */
async function listen(hosts, port, onConnection) {
  const servers = []
  for (const host of hosts) {
    const server = createTcpServer(onConnection)
    try {
      server.listen(port, host)
      await once(server, 'listening')
      servers.push(server)
    } catch (error) {
      // A computer without IPv6 has no ::1.
      if (servers.length > 0 && isMissingHost(error)) continue
      for (const open of servers) open.close()
      throw describe(error, port)
    }
  }
  return servers
}

/** @param {unknown} error */
function isMissingHost(error) {
  return error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL'
}

/**
 * @param {unknown} error
 * @param {number} port
 */
function describe(error, port) {
  const code = error instanceof Error && 'code' in error ? error.code : error
  return new Error(
    `Port ${port} cannot be had (${String(code)}): stop what uses it, or choose another with EXPRESS_PORT, which the credential's redirect URIs have to follow.`,
    { cause: error },
  )
}

/**
 * @param {ReadonlyMap<string, import('./files.mjs').ServedFile>} files
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(files, { method = '', url = '/' }, response) {
  const file = files.get(new URL(url, 'http://localhost').pathname)
  if (file === undefined) return response.writeHead(404).end('There is no such page.')
  if (method !== 'GET' && method !== 'HEAD') return response.writeHead(405).end()
  return response.writeHead(200, file.headers).end(method === 'HEAD' ? undefined : file.body)
}
