import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as sendRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOutsideProject, type OutsideProject } from './lib/outside-project.ts'
import { startSandbox, type RunningSandbox } from './lib/running-sandbox.ts'

/* Route handlers of Next.js, installed from tarballs, built and started as users do: the app is in next-app. */

let sandbox: RunningSandbox
let project: OutsideProject
let origin: string
let answerCall: RequestListener

beforeAll(async () => {
  sandbox = await startSandbox()
  const service = createServer((incoming, outgoing) => answerCall(incoming, outgoing))
  await once(service.listen(0, '127.0.0.1'), 'listening')
  project = await createOutsideProject({
    files: 'next-app',
    packages: ['next@16.4.6', 'react@19.3.1', 'react-dom@19.3.1'],
    env: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      IMS_ORIGIN: sandbox.ims,
      SERVICE_ORIGIN: originOf(service.address()),
      MUDBRICK_KEYS: `1:${randomBytes(32).toString('base64url')}`,
    },
  })
  const port = await findFreePort()
  await project.run('npx', 'next', 'build')
  await project.start(/Ready/, 'npx', 'next', 'start', '-p', String(port), '-H', '127.0.0.1')
  origin = `http://127.0.0.1:${port}`
}, 300_000)

afterAll(async () => {
  await project?.remove()
  await sandbox?.close()
})

describe('sessions.fetch in a route handler', () => {
  it('says that no user is signed in', async () => {
    const response = await fetch(`${origin}/auth/session`)

    expect([response.status, await response.json()]).toEqual([200, { status: 'signed-out' }])
  })

  it('signs in, for routes and pages alike', async () => {
    const cookie = await signIn()

    const session = await fetch(`${origin}/auth/session`, { headers: { cookie } })
    const page = await fetch(origin, { headers: { cookie } })

    expect([await session.json(), await page.text()]).toEqual([
      expect.objectContaining({ status: 'signed-in' }),
      expect.stringContaining('ada@wknd.test'),
    ])
  })

  it('signs out', async () => {
    const headers = { cookie: await signIn(), ...staticHeader }

    const { status } = await fetch(`${origin}/auth/sign-out`, { method: 'POST', headers })
    const session = await fetch(`${origin}/auth/session`, { headers })

    expect([status, await session.json()]).toEqual([200, { status: 'signed-out' }])
  })
})

describe('sessions.proxy in a route handler', () => {
  it('passes a call on with the token, its body, and its path as it is', async () => {
    answerCall = async (incoming, outgoing) => {
      const { method, url, headers } = incoming
      const { length } = await text(incoming)
      outgoing.end(JSON.stringify([method, url, headers.authorization?.slice(0, 10), length]))
    }
    const headers = { cookie: await signIn(), ...staticHeader }

    const answers = await Promise.all(
      [10, 1_000_000].map((size) =>
        fetch(`${origin}/api/items/a%20b?c%5B%5D=1`, {
          method: 'POST',
          headers,
          body: 'x'.repeat(size),
        }),
      ),
    )

    expect(answers.map((answer) => answer.headers.get('content-security-policy'))).toEqual([
      'sandbox',
      'sandbox',
    ])
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      ['POST', '/items/a%20b?c%5B%5D=1', 'Bearer eyJ', 10],
      ['POST', '/items/a%20b?c%5B%5D=1', 'Bearer eyJ', 1_000_000],
    ])
  })

  it('does not pass it on for another page, another path, or without a user', async () => {
    const cookie = await signIn()
    const refuse = (path: string, headers: Record<string, string>): Promise<Response> =>
      fetch(`${origin}${path}`, { headers })

    const answers = await Promise.all([
      refuse('/api/items/1', { cookie }),
      refuse('/api/items/..%2forders', { cookie, ...staticHeader }),
      refuse('/api/orders', { cookie, ...staticHeader }),
      refuse('/api/items/1', staticHeader),
    ])

    expect(answers.map(({ status }) => status)).toEqual([403, 400, 403, 401])
  })

  it('streams the answer, and tells the service when the client leaves', async () => {
    const left = new Promise<boolean>((resolve) => {
      answerCall = (_, outgoing) => {
        outgoing.once('close', () => resolve(!outgoing.writableFinished)).write('some')
      }
    })
    const headers = { cookie: await signIn(), ...staticHeader }
    const request = sendRequest(`${origin}/api/items/1`, { headers })
    request.on('error', () => undefined).end()
    const [response] = await once(request, 'response')
    response.on('error', () => undefined)
    const [some] = await once(response, 'data')
    response.destroy()

    expect([String(some), await left]).toEqual(['some', true])
  })
})

const staticHeader = { 'x-requested-with': 'mudbrick' }

/** Signs in as a browser does, and gives the cookie of the session. */
async function signIn(): Promise<string> {
  const started = await fetch(`${origin}/auth/sign-in`, { redirect: 'manual' })
  const callback = await sandbox.signIn(String(started.headers.get('location')))
  const finished = await fetch(origin + callback.pathname + callback.search, {
    redirect: 'manual',
    headers: { cookie: cookiesOf(started) },
  })
  return cookiesOf(finished)
}

function cookiesOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.replace(/;.*/, ''))
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

function originOf(address: ReturnType<ReturnType<typeof createServer>['address']>): string {
  return `http://127.0.0.1:${(address as AddressInfo).port}`
}
