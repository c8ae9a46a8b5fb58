import { once } from 'node:events'
import { request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { serve as serveHono } from '@hono/node-server'
import { platformFetch } from '@mudbrick/testing/platform-fetch'
import { createTestServers, send } from '@mudbrick/testing/test-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { createNoRouteResponse } from '../no-route.ts'
import { createProxy } from '../proxy/proxy.ts'
import { toNodeHandler } from './to-node-handler.ts'

/* The same app in each of the servers that people have: routes of a session, and a proxy. */

const servers = createTestServers()

// The adapter of Hono puts others in their place, for the whole process.
const { Request: PlatformRequest, Response: PlatformResponse } = globalThis

afterEach(async () => {
  await servers.closeAll()
  Object.assign(globalThis, { Request: PlatformRequest, Response: PlatformResponse })
  vi.restoreAllMocks()
})

type Framework = (handlers: Handlers) => Promise<string>

interface Handlers {
  /** As `sessions.fetch`. */
  readonly session: (request: Request) => Promise<Response>
  /** As what `sessions.proxy` gives. */
  readonly proxy: (request: Request) => Promise<Response>
}

const frameworks: readonly (readonly [name: string, start: Framework])[] = [
  [
    'node:http',
    async ({ session, proxy }) => {
      const onSession = toNodeHandler(session)
      const onProxy = toNodeHandler(proxy)
      const { origin } = await servers.serve((incoming, outgoing) =>
        onSession(incoming, outgoing, () =>
          onProxy(incoming, outgoing, () => outgoing.writeHead(404).end('own page')),
        ),
      )
      return origin
    },
  ],
  [
    'Express',
    async ({ session, proxy }) => {
      const app = express()
      app.use(toNodeHandler(session))
      app.use('/api', toNodeHandler(proxy))
      app.use(express.json())
      app.use((_, response) => void response.status(404).send('own page'))
      const { origin } = await servers.serve(app)
      return origin
    },
  ],
  [
    'Fastify',
    async ({ session, proxy }) => {
      const app = fastify()
      for (const [path, handler] of [
        ['/auth/*', session],
        ['/api/*', proxy],
      ] as const) {
        const onRequest = toNodeHandler(handler)
        // Before Fastify reads the body.
        app.all(path, {
          onRequest: async (request, reply) => {
            reply.hijack()
            onRequest(request.raw, reply.raw)
          },
          handler: () => undefined,
        })
      }
      app.setNotFoundHandler((_, reply) => reply.status(404).send('own page'))
      await app.listen({ port: 0, host: '127.0.0.1' })
      servers.closeAfterTest(() => {
        app.server.closeAllConnections()
        return app.close()
      })
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
  ],
  [
    'Hono',
    async ({ session, proxy }) => {
      // Its adapter reports every client that leaves.
      vi.spyOn(console, 'error').mockReturnValue()
      const app = new Hono()
      app.all('/auth/*', ({ req }) => session(req.raw))
      app.all('/api/*', ({ req }) => proxy(req.raw))
      app.notFound((context) => context.text('own page', 404))
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
      await once(server, 'listening')
      servers.closeAfterTest(() => server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
  ],
]

describe.each(frameworks)('%s', (_, start) => {
  it('serves the routes of a session, with all of its cookies', async () => {
    const { origin } = await serve(start)

    const { status, headers, body } = await send(`${origin}/auth/session?a=1`)

    expect([status, headers['set-cookie'], body]).toEqual([
      200,
      ['a=1; Path=/', 'b=2; Path=/'],
      'GET /auth/session?a=1 []',
    ])
  })

  it('gives the routes the body that was posted', async () => {
    const { origin } = await serve(start)

    const { body } = await send(`${origin}/auth/sign-out`, jsonBody)

    expect(body).toBe('POST /auth/sign-out [{"a":"ü"}]')
  })

  it('redirects', async () => {
    const { origin } = await serve(start)

    const { status, headers } = await send(`${origin}/auth/sign-in`)

    expect([status, headers.location]).toEqual([302, 'https://ims.example/authorize?a=b'])
  })

  it('answers HEAD without a body', async () => {
    const { origin } = await serve(start)

    const { status, body } = await send(`${origin}/auth/session`, { method: 'HEAD' })

    expect([status, body]).toEqual([200, ''])
  })

  it('passes calls on through a proxy, with their body, and again with another token', async () => {
    const { origin } = await serve(start)

    const { status, headers, body } = await send(`${origin}/api/items/24%2FMB?a[]=1`, jsonBody)

    expect([status, headers['content-security-policy'], JSON.parse(body)]).toEqual([
      200,
      'sandbox',
      ['POST', '/V1/items/24%2FMB?a[]=1', 'Bearer token-2', '{"a":"ü"}'],
    ])
  })

  it('streams a body of a megabyte through a proxy', async () => {
    const { origin } = await serve(start)
    const body = 'x'.repeat(1_000_000)

    const received = await send(`${origin}/api/large`, { ...jsonBody, body })

    expect((JSON.parse(received.body) as string[])[3]).toHaveLength(1_000_000)
  })

  it('tells the service when a client leaves', async () => {
    const { origin, left } = await serve(start)
    const request = sendRequest(`${origin}/api/slow`, { headers: csrfHeader })
    request.on('error', () => undefined).end()
    const [response] = await once(request, 'response')
    response.on('error', () => undefined).destroy()

    expect(await left).toBe(true)
  })

  it('keeps its own answer for all other addresses', async () => {
    const { origin } = await serve(start)

    const { status, body } = await send(`${origin}/elsewhere`)

    expect([status, body]).toEqual([404, 'own page'])
  })
})

describe('Express', () => {
  it('says what to do where a parser has read the body before', async () => {
    const app = express()
    app.use(express.json())
    app.use(toNodeHandler(() => new Response()))
    app.use(
      ((error, _request, response, _next) =>
        void response.send(String(error))) satisfies express.ErrorRequestHandler,
    )
    const { origin } = await servers.serve(app)

    expect((await send(`${origin}/api/items`, jsonBody)).body).toBe(
      'ConfigurationError: The body of POST /api/items had been read before toNodeHandler got it: mount it before express.json() and other parsers, and see its documentation for Fastify.',
    )
  })
})

const csrfHeader = { 'x-requested-with': 'mudbrick' }

const jsonBody = {
  method: 'POST',
  headers: { ...csrfHeader, 'content-type': 'application/json' },
  body: '{"a":"ü"}',
}

async function serve(
  start: Framework,
): Promise<{ readonly origin: string; readonly left: Promise<boolean> }> {
  let leave: (isUnfinished: boolean) => void = () => undefined
  const left = new Promise<boolean>((resolve) => {
    leave = resolve
  })
  const service = await servers.serve(async (incoming, outgoing) => {
    const { method, url, headers } = incoming
    if (url === '/V1/slow') {
      outgoing.once('close', () => leave(!outgoing.writableFinished)).write('some')
      return
    }
    const body = await text(incoming)
    if (headers.authorization === 'Bearer token-1' && body.length < 100) {
      outgoing.writeHead(401).end()
      return
    }
    outgoing.end(JSON.stringify([method, url, headers.authorization, body]))
  })
  const proxy = createProxy(
    {
      origin: 'https://localhost:3002',
      readSession: async () => ({
        session: {
          getAccessToken: async ({ rejected }) => (rejected === undefined ? 'token-1' : 'token-2'),
        },
        setCookie: undefined,
      }),
      fetch: platformFetch,
    },
    {
      path: '/api',
      target: `${service.origin}/V1`,
      allow: ['POST /items/**', 'POST /large', 'GET /slow'],
    },
  )
  return { origin: await start({ session: answerSession, proxy }), left }
}

/** Stands for the routes of a session. */
async function answerSession(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (!pathname.startsWith('/auth/')) return createNoRouteResponse()
  if (pathname === '/auth/sign-in') {
    const headers = { location: 'https://ims.example/authorize?a=b' }
    return new Response(null, { status: 302, headers })
  }
  const body = await request.text()
  const response = new Response(`${request.method} ${pathname}${search} [${body}]`)
  response.headers.append('set-cookie', 'a=1; Path=/')
  response.headers.append('set-cookie', 'b=2; Path=/')
  return response
}
