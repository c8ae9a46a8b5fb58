import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request as sendRequest } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox } from '@mudbrick/sandbox'
import { createSessions } from '@mudbrick/server'
import { createAppBrowser } from '@mudbrick/testing/app-browser'
import { bundleProgram, type Bundle, type Program } from '@mudbrick/testing/program'
import { createEnvironmentKeyring, createVault } from '@mudbrick/vault'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

/* The program as a process of its own, which gets a SIGTERM while a client is busy. */

let folder: string
let bundle: Bundle
let port: number
let cookie: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-app-ending-'))
  port = await findFreePort()
  for (const [name, value] of Object.entries({
    CLIENT_ID: 'commerce-admin',
    CLIENT_SECRET: 'commerce-admin-secret',
    IMS: 'https://ims.sandbox.test',
    MUDBRICK_KEYS: `test:${Buffer.alloc(32, 1).toString('base64url')}`,
    ORIGIN: `http://localhost:${port}`,
    PORT: String(port),
    VAULT: join(folder, 'grants.db'),
  })) {
    vi.stubEnv(name, value)
  }
  cookie = await signIn()
  bundle = await bundleProgram(new URL('web-app.ts', import.meta.url))
}, 60_000)

afterAll(async () => {
  await bundle.dispose()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

describe('docs/guides/programs/web-app.ts at SIGTERM', { timeout: 60_000 }, () => {
  it('finishes the calls of busy clients, and ends with exit code 0', async () => {
    const program = bundle.start()
    await untilReady()
    const stop = startClients(8)
    await vi.waitFor(() => expect(stop.calls()).toBeGreaterThan(50), 20_000)
    const exited = once(program.process, 'exit')
    program.process.kill('SIGTERM')
    const outcome = await Promise.race([exited, sleep(20_000, 'still running')])
    const { failures } = await stop()

    expect([failures, outcome]).toEqual([[], [0, null]])
  })

  it('closes connections that no call uses', async () => {
    const program = bundle.start()
    await untilReady()
    const agent = new Agent({ keepAlive: true })
    await call(agent)
    expect(await end(program)).toEqual([0, null])
    agent.destroy()
  })
})

async function end({ process }: Program): Promise<unknown> {
  const exited = once(process, 'exit')
  process.kill('SIGTERM')
  return Promise.race([exited, sleep(20_000, 'still running')])
}

/** Signs in with the store and the keys of the program, in this process. */
async function signIn(): Promise<string> {
  const origin = `http://localhost:${port}`
  const sandbox = await createSandbox()
  const credential = sandbox.credentials
    .list()
    .find(({ clientId }) => clientId === 'commerce-admin')
  if (credential?.type !== 'web-app') throw new Error('The credential is missing.')
  sandbox.credentials.put({ ...credential, redirectUriPatterns: [`${origin}/auth/callback`] })
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: `${origin}/auth/callback`,
    scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
    environment: sandbox.origins.ims,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  })
  const keys = createEnvironmentKeyring()
  const store = createSqliteGrantStore({ file: join(folder, 'grants.db') })
  const vault = await createVault({ ims, store, keys })
  const { fetch } = createSessions({ ims, vault, keys })
  const browser = createAppBrowser({ origin, fetch, sandbox })
  await browser.signIn()
  await vault.close()
  await store.close()
  return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

interface Clients {
  /** Waits until they are refused, and tells which calls have failed. */
  (): Promise<{ readonly failures: readonly string[] }>
  /** How many calls have succeeded. */
  readonly calls: () => number
}

/** Each calls again and again on a connection of its own, until the server takes no new one. */
function startClients(count: number): Clients {
  const failures: string[] = []
  let calls = 0
  const stopping = { isDue: false }
  const run = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (!stopping.isDue) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const failure = await call(agent).catch((error: NodeJS.ErrnoException) => String(error.code))
      if (failure === 'ECONNREFUSED') break
      if (failure === undefined) calls += 1
      else failures.push(failure)
    }
    agent.destroy()
  }
  const running = Promise.all(Array.from({ length: count }, run))
  const stop = async () => {
    stopping.isDue = true
    await running
    return { failures: failures.slice(0, 10) }
  }
  return Object.assign(stop, { calls: () => calls })
}

/** Reads the page as the user; anything but the page is a failure. */
async function call(agent: Agent): Promise<string | undefined> {
  const sent = sendRequest(`http://localhost:${port}/`, { agent, headers: { cookie } })
  sent.end()
  const [response] = await once(sent, 'response')
  const body = await text(response)
  return body.includes('Signed in as Cora Castell') ? undefined : `${response.statusCode} ${body}`
}

async function untilReady(): Promise<void> {
  const agent = new Agent()
  for (let tries = 0; tries < 200; tries += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const failure = await call(agent).catch((error: NodeJS.ErrnoException) => String(error.code))
    if (failure === undefined) return
    // oxlint-disable-next-line no-await-in-loop
    await sleep(50)
  }
  throw new Error('The program does not answer.')
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port: free } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return free
}
