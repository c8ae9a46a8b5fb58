import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as sendRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startSandbox, type RunningSandbox } from './lib/running-sandbox.ts'

/* Route handlers of Next.js, built and started as users do: the app is in next-app. */

const folder = fileURLToPath(new URL('next-app/', import.meta.url))

let sandbox: RunningSandbox
let app: NextApp
let answerCall: RequestListener

beforeAll(async () => {
  sandbox = await startSandbox()
  const service = createServer((incoming, outgoing) => answerCall(incoming, outgoing))
  await once(service.listen(0, '127.0.0.1'), 'listening')
  app = await startNext({
    IMS_ORIGIN: sandbox.ims,
    SERVICE_ORIGIN: originOf(service.address()),
    MUDBRICK_KEYS: `1:${randomBytes(32).toString('base64url')}`,
  })
}, 300_000)

afterAll(async () => {
  app.stop()
  await sandbox.close()
})

describe('sessions.fetch in a route handler', () => {
  it('says that no user is signed in', async () => {
    const response = await fetch(`${app.origin}/auth/session`)

    expect([response.status, await response.json()]).toEqual([200, { status: 'signed-out' }])
  })

  it('signs in, for routes and pages alike', async () => {
    const cookie = await signIn()

    const session = await fetch(`${app.origin}/auth/session`, { headers: { cookie } })
    const page = await fetch(app.origin, { headers: { cookie } })

    expect([await session.json(), await page.text()]).toEqual([
      expect.objectContaining({ status: 'signed-in' }),
      expect.stringContaining('ada@wknd.test'),
    ])
  })

  it('signs out', async () => {
    const headers = { cookie: await signIn(), ...staticHeader }

    const { status } = await fetch(`${app.origin}/auth/sign-out`, { method: 'POST', headers })
    const session = await fetch(`${app.origin}/auth/session`, { headers })

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
        fetch(`${app.origin}/api/items/a%20b?c%5B%5D=1`, {
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
      fetch(`${app.origin}${path}`, { headers })

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
    const request = sendRequest(`${app.origin}/api/items/1`, { headers })
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
  const started = await fetch(`${app.origin}/auth/sign-in`, { redirect: 'manual' })
  const callback = await sandbox.signIn(String(started.headers.get('location')))
  const finished = await fetch(app.origin + callback.pathname + callback.search, {
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

interface NextApp {
  readonly origin: string
  readonly stop: () => void
}

async function startNext(environment: Record<string, string>): Promise<NextApp> {
  const bin = fileURLToPath(new URL('node_modules/next/dist/bin/next', import.meta.url))
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...environment,
  }
  const run = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })

  const build = run('build')
  const output = Promise.all([build.stdout, build.stderr].map((stream) => text(stream ?? [])))
  const [code] = await once(build, 'exit')
  if (code !== 0) throw new Error(`next build failed:\n${(await output).join('\n')}`)

  const port = await findFreePort()
  const server = run('start', '--port', String(port), '--hostname', '127.0.0.1')
  for await (const line of server.stdout ?? []) {
    if (String(line).includes('Ready')) break
  }
  return { origin: `http://127.0.0.1:${port}`, stop: () => void server.kill() }
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
