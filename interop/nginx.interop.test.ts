import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { AppBrowser } from '../tools/testing/browsers/app-browser.ts'

import { installDebianPackages } from './lib/debian-packages.ts'
import {
  guideFolder,
  isReady,
  readGuideFile,
  startDeployment,
  type Deployment,
  type OtherNginx,
} from './lib/deployment.ts'
import { startLoad, type Call, type CallResult, type LoadReport } from './lib/load.ts'
import { nginxProgram } from './lib/running-nginx.ts'
import { postgresPrograms } from './lib/running-postgres.ts'
import { findFreePort } from './lib/server-program.ts'

/* The files of docs/guides/deploying: the app behind Debian's nginx, two processes on PostgreSQL. */

// For the figures of the README they are 60.
const {
  ROLL_SECONDS = '10',
  DATABASE_SECONDS = '8',
  IMS_SECONDS = '8',
  LOAD_LOG = '',
} = process.env

const headers = { 'x-requested-with': 'mudbrick' }
const products = '/commerce/V1/products?searchCriteria[pageSize]=5'
const tokenEndpoint = 'POST /ims/token/*'

let deployment: Deployment

beforeAll(() => {
  installDebianPackages([
    { name: 'nginx', program: nginxProgram },
    { name: 'postgresql-15', program: `${postgresPrograms}/postgres` },
    { name: 'curl', program: '/usr/bin/curl' },
    { name: 'systemd', program: '/usr/bin/systemd-analyze' },
  ])
}, 300_000)

describe('docs/guides/deploying/nginx.conf', () => {
  beforeAll(async () => {
    deployment = await startDeployment({ site: 'nginx.conf', appPath: '' })
    // Commerce of the sandbox creates nothing: a call that may not be repeated gets this response.
    deployment.sandbox.faults.add({
      match: 'POST /AbCdEf123456/V1/products',
      status: 201,
      body: { type: 'application/json', text: '{"sku":"fake-sku"}' },
    })
  }, 60_000)

  afterAll(() => deployment.close())

  it('signs a user in, passes calls on, and signs out', async () => {
    const browser = deployment.createBrowser()
    const { status, headers: received } = await browser.signIn()
    expect([status, received.get('location')]).toEqual([303, `${deployment.origin}/`])
    expect(await readJson(browser, products)).toMatchObject({ items: expect.any(Array) })
    const { logoutUrl } = await readJson(browser, '/auth/sign-out', { method: 'POST' })
    expect(String(logoutUrl)).toContain('/ims/logout')
    expect(await readJson(browser, '/auth/session')).toEqual({ status: 'signed-out' })
  })

  it('redirects http to https', async () => {
    const response = await fetch(`${deployment.plainOrigin}/orders?page=2`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([
      301,
      `${deployment.origin}/orders?page=2`,
    ])
  })

  it('shows metrics to this machine, and not through nginx', async () => {
    const [port] = deployment.ports
    const metrics = await (await fetch(deployment.metricsOf(port))).text()
    expect(metrics).toContain('mudbrick_server_sign_ins_total{outcome="started"}')
    expect((await deployment.createBrowser().request('/metrics')).status).toBe(404)
  })

  it('lets four tabs sign in at once from long addresses', async () => {
    const browser = deployment.createBrowser()
    const returnTo = `/${'a'.repeat(989)}`
    const starts = await Promise.all(
      Array.from({ length: 4 }, () => browser.begin(`/auth/sign-in?returnTo=${returnTo}`)),
    )
    const cookieBytes = cookieHeaderOf(browser).length
    expect(cookieBytes).toBeLessThan(4_096)
    const pages: string[] = []
    for (const start of starts) {
      // oxlint-disable-next-line no-await-in-loop -- one browser at IMS
      const response = await browser.request(await browser.answer(start))
      // oxlint-disable-next-line no-await-in-loop
      pages.push(
        `${response.status} ${response.headers.get('location') ?? (await response.text())}`,
      )
    }
    for (const page of pages) {
      expect(page).toMatch(/^303 |^400 .*(newer|replaced|further)/s)
    }
    expect(pages.filter((page) => page.startsWith('303')).length).toBeGreaterThan(0)
    expect(await readJson(browser, '/auth/session')).toMatchObject({ status: 'signed-in' })
  })

  it('takes nothing from header fields that name another host or scheme', async () => {
    const browser = deployment.createBrowser()
    const { headers: received } = await browser.request('/auth/sign-in', {
      headers: {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        'x-forwarded-prefix': '/evil',
        forwarded: 'host=evil.example;proto=http',
      },
    })
    const { searchParams } = new URL(received.get('location') ?? '')
    expect(searchParams.get('redirect_uri')).toBe(`${deployment.origin}/auth/callback`)
  })

  it('gives the processes the address of the client, whatever the client says', async () => {
    const seen: IncomingHttpHeaders[] = []
    const other = await startOther((request, response) => {
      seen.push(request.headers)
      response.end()
    })
    const headersOfClient = { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'chosen' }
    await other.fetch(new Request(other.origin, { headers: headersOfClient }))
    await other.stop()
    expect(seen).toMatchObject([
      { 'x-forwarded-for': '127.0.0.1', 'x-request-id': expect.stringMatching(/^[\da-f]{32}$/) },
    ])
  })

  it('has the buffers that the guide names', async () => {
    const other = await startOther((request, response) => {
      response.setHeader('set-cookie', 'x'.repeat(Number(request.headers['x-bytes'])))
      response.end()
    })
    const send = async (responseBytes: number, cookieBytes: number): Promise<number> => {
      const sent = { 'x-bytes': String(responseBytes), cookie: 'x'.repeat(cookieBytes) }
      return (await other.fetch(new Request(other.origin, { headers: sent }))).status
    }
    const statuses = [await send(3800, 8000), await send(4200, 10), await send(10, 9000)]
    await other.stop()
    expect(statuses).toEqual([200, 502, 400])
  })

  it('sends a code to IMS once when both processes get the callback at the same moment', async () => {
    const browser = deployment.createBrowser()
    const callback = await browser.answer(await browser.begin('/auth/sign-in?returnTo=/orders'))
    const cookie = cookieHeaderOf(browser)
    const countCodes = (): number =>
      deployment.sandbox.journal
        .exchanges({ path: '/ims/token/v3' })
        .filter(({ parameters }) => parameters['grant_type'] === 'authorization_code').length
    const before = countCodes()
    const responses = await Promise.all(
      deployment.ports.map((port) =>
        fetch(`http://127.0.0.1:${port}${callback.pathname}${callback.search}`, {
          headers: { cookie },
          redirect: 'manual',
        }),
      ),
    )
    expect(responses.map(({ status }) => status)).toEqual([303, 303])
    expect(responses.map((response) => response.headers.get('location'))).toEqual([
      `${deployment.origin}/orders`,
      `${deployment.origin}/orders`,
    ])
    expect(countCodes() - before).toBe(1)
  })

  it('serves while IMS answers no token request', async () => {
    const outageMs = Number(IMS_SECONDS) * 1000
    // The vault asks for new tokens in the second half of their life, here during the outage.
    const lifeMs = 2 * outageMs + 6000
    deployment.sandbox.changeBehavior({ accessTokenLifetimeMs: lifeMs })
    const browsers = await signInMany(16)
    const fault = deployment.sandbox.faults.add({ match: tokenEndpoint, status: 503 })
    let refusals = 0
    const unsubscribe = deployment.sandbox.events.subscribe((event) => {
      if (event.type === 'exchange' && event.exchange.path === '/ims/token/v3') refusals += 1
    })
    const load = startLoad(browsers.map((browser) => createCalls(browser)))
    await pause(lifeMs / 2 + outageMs - 3000)
    const report = await load.stop()
    unsubscribe()
    fault.remove()
    deployment.sandbox.changeBehavior('tutorial')
    print(`IMS down, which refused ${refusals} token requests`, report)
    expect(refusals).toBeGreaterThan(0)
    expect(report).toMatchObject({ failures: [], failureCount: 0, unavailable: 0 })
    await expectAllSignedIn(browsers)
  }, 240_000)

  it('loses no call while both processes are replaced', async () => {
    const browsers = await signInMany(16)
    const exitCount = deployment.services.exits.length
    const load = startLoad(browsers.map((browser) => createCalls(browser)))
    const endsAt = performance.now() + Number(ROLL_SECONDS) * 1000
    const rolls: string[] = []
    do {
      await pause(1000)
      rolls.push(await roll(deployment))
      await pause(1000)
    } while (performance.now() < endsAt - 5000)
    await pause(Math.max(0, endsAt - performance.now()))
    const report = await load.stop()
    print(`${rolls.length} rolls`, report)
    const [one, two] = deployment.ports
    const lines = `commerce-admin@${one} is ready.\ncommerce-admin@${two} is ready.\n`
    expect(rolls).toEqual(rolls.map(() => lines))
    expect(report).toMatchObject({ failures: [], failureCount: 0, unavailable: 0 })
    expect(new Set(deployment.services.exits.slice(exitCount))).toEqual(new Set([0]))
    await expectAllSignedIn(browsers)
  }, 240_000)

  it('ends the roll when a new process does not become ready, and goes on serving', async () => {
    const [one, two] = deployment.ports
    const browsers = await signInMany(4)
    const putBack = deployment.breakKeys()
    const load = startLoad(browsers.map((browser) => createCalls(browser)))
    const output = await roll(deployment, { READY_SECONDS: '3' })
    const report = await load.stop()
    putBack()
    expect(output).toBe(`commerce-admin@${one} is not ready: the others were not restarted.\n`)
    expect([await isReady(one), await isReady(two)]).toEqual([false, true])
    expect(deployment.services.exits.at(-1)).toBe(1)
    expect(report).toMatchObject({ failures: [], failureCount: 0, unavailable: 0 })
    deployment.services.start(one)
    await deployment.waitUntilReady()
  }, 60_000)

  it('answers 503 while the database is stopped, and signs no user out', async () => {
    const browsers = await signInMany(16)
    const calls = browsers.map((browser) => createCalls(browser, { isUnavailableAllowed: true }))
    const load = startLoad(calls)
    await pause(1000)
    const start = await deployment.postgres.pause()
    await pause(Number(DATABASE_SECONDS) * 1000)
    expect(await Promise.all(deployment.ports.map(isReady))).toEqual([false, false])
    const live = await fetch(`http://127.0.0.1:${deployment.ports[0]}/live`)
    expect(live.status).toBe(200)
    await start()
    const returnedAt = performance.now()
    await deployment.waitUntilReady()
    const recoveryMs = performance.now() - returnedAt
    await pause(1000)
    const report = await load.stop()
    print(`database stopped; ready ${Math.round(recoveryMs)} ms after its return`, report)
    expect(report).toMatchObject({ failures: [], failureCount: 0 })
    expect(report.unavailable).toBeGreaterThan(0)
    expect(recoveryMs).toBeLessThan(2000)
    await expectAllSignedIn(browsers)
  }, 240_000)

  it('writes neither tokens nor secrets, and has no error of its own', () => {
    const log = deployment.services.log()
    expect(log).not.toMatch(/TypeError|Unhandled|commerce-admin-secret|eyJ[\w-]{20}/)
  })
})

describe('docs/guides/deploying/commerce-admin@.service', () => {
  it('is accepted by systemd', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mudbrick-unit-'))
    const file = join(folder, 'commerce-admin@.service')
    const unit = readGuideFile('commerce-admin@.service', { '/usr/bin/node': process.execPath })
    writeFileSync(file, unit)
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect([status, stderr]).toEqual([0, ''])
  })

  it('waits longer than the process takes to end', () => {
    expect(
      Number(/^TimeoutStopSec=(\d+)$/m.exec(readGuideFile('commerce-admin@.service'))?.[1]),
    ).toBeGreaterThan(25)
  })
})

describe('docs/guides/deploying/nginx-prefix.conf', () => {
  beforeAll(async () => {
    deployment = await startDeployment({ site: 'nginx-prefix.conf', appPath: '/admin' })
  }, 60_000)

  afterAll(() => deployment.close())

  it('leads through a sign-in by the links of the page', async () => {
    const browser = deployment.createBrowser()
    const [link = ''] = linksOf(await (await browser.request('/admin/')).text())
    expect(link).toBe('/admin/auth/sign-in?returnTo=/admin/')
    const response = await browser.request(await browser.answer(await browser.begin(link)))
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `${deployment.origin}/admin/`,
    ])
    const page = await (await browser.request('/admin/')).text()
    expect(page).toContain('Signed in as Cora Castell')
    const [signOut = '', script = ''] = linksOf(page)
    expect((await browser.request(script)).headers.get('content-type')).toBe('text/javascript')
    expect(await readJson(browser, `/admin${products}`)).toHaveProperty('items')
    const { status, headers: received } = await browser.request(signOut, {
      method: 'POST',
      // As browsers send it with a form.
      headers: { origin: deployment.origin },
    })
    expect([status, received.get('location')]).toEqual([
      303,
      expect.stringContaining(encodeURIComponent(`${deployment.origin}/admin/`)),
    ])
    expect(await readJson(browser, '/admin/auth/session')).toEqual({ status: 'signed-out' })
  })

  it('sets cookies that the browser sends to the app', async () => {
    const browser = deployment.createBrowser()
    const cookies = (await browser.signIn(undefined, '/admin/auth/sign-in')).headers.getSetCookie()
    // Browsers accept names of this kind only with this path.
    const expected = expect.stringMatching(/^__Host-mudbrick-[^;]*; (.*; )?Path=\/(;|$)/)
    expect(cookies.length).toBeGreaterThan(0)
    expect(cookies).toEqual(cookies.map(() => expected))
  })

  it('adds the slash that a user leaves out', async () => {
    const { status, headers: received } = await deployment.createBrowser().request('/admin')
    expect([status, received.get('location')]).toEqual([301, '/admin/'])
  })
})

/** Starts a server, and nginx in front of it as it is in front of the app. */
async function startOther(answer: RequestListener): Promise<OtherNginx> {
  const server = createServer(answer)
  const port = await findFreePort()
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const nginx = await deployment.startNginxFor(port)
  const stop = async (): Promise<void> => {
    await nginx.stop()
    server.close()
  }
  return { ...nginx, stop }
}

async function signInMany(count: number): Promise<readonly AppBrowser[]> {
  const browsers: AppBrowser[] = []
  for (let index = 0; index < count; index += 1) {
    const browser = deployment.createBrowser()
    // oxlint-disable-next-line no-await-in-loop -- no more than a person does
    expect((await browser.signIn()).status).toBe(303)
    browsers.push(browser)
  }
  return browsers
}

interface CallOptions {
  /** Whether a 503 with `Retry-After` is no failure. */
  readonly isUnavailableAllowed?: boolean
}

/** What a page of the app does, one call at a time: reads, a session, a page, and a write. */
function createCalls(
  browser: AppBrowser,
  { isUnavailableAllowed = false }: CallOptions = {},
): Call {
  const requests = [
    { path: products, wanted: '200', content: '"items"' },
    { path: '/auth/session', wanted: '200', content: '"signed-in"' },
    { path: '/', wanted: '200', content: 'Signed in as' },
    { path: '/commerce/V1/products', wanted: '201', content: 'fake-sku', method: 'POST' },
  ] as const
  let index = 0
  return async (): Promise<CallResult> => {
    const request = requests[index % requests.length] ?? requests[0]
    index += 1
    const method = 'method' in request ? request.method : 'GET'
    const body = method === 'POST' ? { body: '{}' } : {}
    const response = await browser.request(request.path, { method, headers, ...body })
    const received = await response.text()
    const answeredBy = response.headers.get('x-answered-by') ?? '-'
    if (String(response.status) === request.wanted && received.includes(request.content)) {
      return { answeredBy }
    }
    if (isUnavailableAllowed && response.status === 503 && response.headers.has('retry-after')) {
      return { answeredBy, isUnavailable: true }
    }
    const failure = `${method} ${request.path}: ${response.status} ${received.slice(0, 200)}`
    return { answeredBy, failure }
  }
}

/** Runs the script of the guide, and returns what it writes. */
async function roll(
  { ports, programFolder }: Deployment,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn('sh', [`${guideFolder}roll.sh`, ...ports], {
    env: { PATH: `${programFolder}:${process.env['PATH']}`, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return output[0] + output[1]
}

async function expectAllSignedIn(browsers: readonly AppBrowser[]): Promise<void> {
  const states = await Promise.all(browsers.map((browser) => readJson(browser, '/auth/session')))
  expect(new Set(states.map(({ status }) => status))).toEqual(new Set(['signed-in']))
}

async function readJson(
  browser: AppBrowser,
  path: string,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  return (await browser.request(path, { headers, ...init })).json()
}

function cookieHeaderOf({ cookies }: AppBrowser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function linksOf(page: string): string[] {
  return [...page.matchAll(/(?:href|action|src)="([^"]+)"/g)].map(([, link = '']) => link)
}

function print(title: string, { calls, unavailable, failureCount, failures, lines }: LoadReport) {
  console.info(`${title}: calls ${calls}, 503 ${unavailable}, failed ${failureCount}`)
  if (LOAD_LOG !== '' || failureCount > 0) console.info([...lines, ...failures].join('\n'))
}
