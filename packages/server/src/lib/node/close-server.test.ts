import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import {
  Agent,
  type ClientRequest,
  createServer,
  type RequestListener,
  request as sendRequest,
} from 'node:http'
import {
  Agent as HttpsAgent,
  createServer as createHttpsServer,
  request as sendHttpsRequest,
} from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

import { serve as serveHono } from '@hono/node-server'
import { ensureCertificate } from '@mudbrick/sandbox/node'
import { createTestServers } from '@mudbrick/testing/test-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'

import { createHealthCheck } from '../health-check.ts'
import { closeServer, type CloseServerOptions } from './close-server.ts'
import { watchConnections } from './connections.ts'

const servers = createTestServers()
const { Request: PlatformRequest, Response: PlatformResponse } = globalThis
const request = new Request('https://app.example/ready')

afterEach(async () => {
  await servers.closeAll()
  // The adapter of Hono puts others in their place.
  Object.assign(globalThis, { Request: PlatformRequest, Response: PlatformResponse })
})

describe('closeServer()', () => {
  it('lets a call finish, tells its client to close the connection, and accepts no other', async () => {
    const { server, port, held, release } = await listen()
    const calling = call(port)
    await held()
    const closing = closeServer(server)
    await sleep(50)
    await expect(call(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    release()
    expect(await calling).toEqual([200, 'close', 'done'])
    expect(await closing).toEqual({ isComplete: true, message: '' })
  })

  it('answers on a connection that was idle a moment ago, and closes it with the response', async () => {
    const { server, port } = await listen({ hold: () => false })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await call(port, agent)).toEqual([200, 'keep-alive', 'done'])
    const closing = closeServer(server)
    await sleep(300)
    expect(await call(port, agent)).toEqual([200, 'close', 'done'])
    expect((await closing).isComplete).toBe(true)
    agent.destroy()
  })

  it('closes connections without a call within two seconds', async () => {
    const { server, port } = await listen()
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const startedAt = performance.now()
    expect((await closeServer(server)).isComplete).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it('closes connections that were open before they were watched', async () => {
    const { server, port } = await listen({ isWatched: false, hold: () => false })
    const agent = new Agent({ keepAlive: true })
    await call(port, agent)
    expect((await closeServer(server)).isComplete).toBe(true)
    agent.destroy()
  })

  it('closes the vault after the calls, and what the vault needs after that', async () => {
    const { server, port, held, release, events } = await listen()
    const calling = call(port)
    await held()
    const closing = closeServer(server, {
      vault: { close: async () => void events.push('vault') },
      close: async () => void events.push('store'),
    })
    await sleep(100)
    expect(events).toEqual([])
    release()
    await calling
    await closing
    expect(events).toEqual(['answered', 'vault', 'store'])
  })

  it('has the health check say so at once, and accepts calls as long as it drains', async () => {
    const { server, port } = await listen({ hold: () => false })
    const vault = {
      check: async () => ({ isHealthy: true, store: 'reachable', key: 'present' }) as const,
      close: async () => {},
    }
    const checkHealth = createHealthCheck(vault)
    expect(await checkHealth(request)).toHaveProperty('status', 200)
    const closing = closeServer(server, { vault, drainMs: 300 })
    const response = await checkHealth(request)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await call(port)).toEqual([200, 'keep-alive', 'done'])
    expect((await closing).isComplete).toBe(true)
    await expect(call(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('ends connections that are open too long, names their calls, and closes the vault all the same', async () => {
    const { server, port, held, events } = await listen()
    const calling = call(port, undefined, '/orders?token=secret')
    await held()
    const closing = closeServer(server, {
      timeoutMs: 200,
      vault: { close: async () => void events.push('vault') },
    })
    await expect(calling).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect([await closing, events]).toEqual([
      {
        isComplete: false,
        message:
          'The server did not end well: connections were still open: 1 with calls under way (GET /orders).',
      },
      ['vault'],
    ])
  })

  it('waits no longer for a vault that does not end, and reports one that fails', async () => {
    const { server } = await listen()
    const { message } = await closeServer(server, {
      timeoutMs: 100,
      vault: { close: () => Promise.reject(new Error('broken')) },
      close: () => new Promise(() => {}),
    })
    expect(message).toBe(
      'The server did not end well: the vault failed with Error: broken; close() did not end in time.',
    )
  })

  it('closes connections that another process has handed over to a server that does not listen', async () => {
    const { port, server: front } = await listen({ isWatched: false })
    const server = createServer((_, outgoing) => void outgoing.end('handed over'))
    watchConnections(server, performance)
    front.removeAllListeners('connection').on('connection', (socket) => {
      server.emit('connection', socket)
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await call(port, agent)).toEqual([200, 'keep-alive', 'handed over'])
    const closing = closeServer(server)
    await sleep(50)
    expect(await call(port, agent)).toEqual([200, 'close', 'handed over'])
    expect((await closing).isComplete).toBe(true)
    agent.destroy()
  })

  it.each<[keyof CloseServerOptions, CloseServerOptions]>([
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Infinity }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['drainMs', { drainMs: -1 }],
    ['drainMs', { drainMs: 25_000 }],
  ])('refuses a wrong %s: %j', async (option, options) => {
    await expect(closeServer(createServer(), options)).rejects.toMatchObject({ option })
  })
})

describe('a server with TLS', () => {
  it('ends without failing a call, and closes connections that say nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'close-server-'))
    const { certificate: cert, key, ca } = await ensureCertificate({ directory: folder })
    const server = createHttpsServer({ cert, key }, async (_, outgoing) => {
      await sleep(200)
      outgoing.end('done')
    })
    watchConnections(server, performance)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const silent = connect(port, '127.0.0.1')
    await once(silent, 'connect')
    const agent = new HttpsAgent({ keepAlive: true, maxSockets: 1, ca })
    const read = async (): Promise<Answer> =>
      readAnswer(sendHttpsRequest(`https://127.0.0.1:${port}/`, { agent }))
    expect(await read()).toEqual([200, 'keep-alive', 'done'])
    const calling = read()
    await sleep(50)
    const closing = closeServer(server)
    expect(await calling).toEqual([200, 'close', 'done'])
    expect(await closing).toEqual({ isComplete: true, message: '' })
    agent.destroy()
    await rm(folder, { recursive: true })
  })
})

describe.each<[string, () => Promise<Parameters<typeof closeServer>[0]>]>([
  [
    'Express',
    async () => {
      const app = express()
      app.get('/', async (_, response) => {
        await sleep(200)
        response.send('done')
      })
      const server = app.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify()
      app.get('/', async () => {
        await sleep(200)
        return 'done'
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return app.server
    },
  ],
  [
    'Hono',
    async () => {
      const app = new Hono()
      app.get('/', async (context) => {
        await sleep(200)
        return context.text('done')
      })
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
      await once(server, 'listening')
      return server as ReturnType<typeof createServer>
    },
  ],
])('a server of %s', (_, start) => {
  it('ends without failing a call', async () => {
    const server = await start()
    watchConnections(server, performance)
    const { port } = server.address() as AddressInfo
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const calling = call(port, agent)
    await sleep(50)
    const closing = closeServer(server)
    expect(await calling).toEqual([200, 'close', 'done'])
    expect((await closing).isComplete).toBe(true)
    agent.destroy()
  })
})

interface Listening {
  readonly hold?: () => boolean
  readonly isWatched?: boolean
}

/** A server whose calls can be held up. */
async function listen({ hold = () => true, isWatched = true }: Listening = {}) {
  const gate = new EventEmitter()
  const events: string[] = []
  const listener: RequestListener = async (_, outgoing) => {
    if (hold()) {
      setImmediate(() => gate.emit('held'))
      await once(gate, 'release')
    }
    events.push('answered')
    outgoing.end('done')
  }
  const server = createServer(listener)
  if (isWatched) watchConnections(server, performance)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  servers.closeAfterTest(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    held: () => once(gate, 'held'),
    release: () => gate.emit('release'),
    events,
  }
}

type Answer = readonly [status: number, connection: string, body: string]

async function call(port: number, agent?: Agent, path = '/'): Promise<Answer> {
  const own = agent ?? new Agent({ keepAlive: true })
  return readAnswer(sendRequest(`http://127.0.0.1:${port}${path}`, { agent: own }))
}

async function readAnswer(sent: ClientRequest): Promise<Answer> {
  sent.end()
  const [response] = await once(sent, 'response')
  return [response.statusCode, response.headers.connection, await text(response)]
}
