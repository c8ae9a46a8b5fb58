import { createServer } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import { platformFetch } from '@mudbrick/testing/platform-fetch'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const headers = { 'x-requested-with': 'mudbrick' }

let sandbox: Sandbox
let folder: string
let origin: string
let browser: AppBrowser
/** Ends the program, without this process. */
let stop: () => Promise<void>

beforeAll(async () => {
  sandbox = await createSandbox()
  folder = await mkdtemp(join(tmpdir(), 'web-app-'))
  const port = await findFreePort()
  origin = `http://localhost:${port}`
  allowAddress(sandbox, `${origin}/auth/callback`)
  vi.stubGlobal('fetch', sandbox.fetch)
  for (const [name, value] of Object.entries({
    CLIENT_ID: 'commerce-admin',
    CLIENT_SECRET: 'commerce-admin-secret',
    COMMERCE: `${sandbox.origins.commerce}/AbCdEf123456`,
    IMS: sandbox.origins.ims,
    MUDBRICK_KEYS: `test:${Buffer.alloc(32, 1).toString('base64url')}`,
    ORIGIN: origin,
    PORT: String(port),
    VAULT: join(folder, 'vault'),
  })) {
    vi.stubEnv(name, value)
  }
  const takeListeners = watchSignalListeners()
  await import('./web-app.ts')
  const { SIGTERM: listener } = takeListeners()
  // The program listens, but does not wait for it.
  await vi.waitFor(() => platformFetch(origin, { redirect: 'manual' }), { timeout: 5_000 })
  stop = async () => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
    listener?.('SIGTERM')
    const requireExit = (): void => {
      if (exit.mock.calls.length === 0) throw new Error('The program does not end.')
    }
    await vi.waitFor(requireExit, { timeout: 5_000 })
    exit.mockRestore()
  }
})

beforeEach(() => {
  const fetch = (request: Request): Promise<Response> =>
    platformFetch(request, { redirect: 'manual' })
  browser = createAppBrowser({ origin, fetch, sandbox })
})

afterAll(async () => {
  await stop()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  await rm(folder, { recursive: true })
})

describe('docs/guides/programs/web-app.ts', () => {
  it('offers to sign in', async () => {
    expect(await read('/')).toContain('<a href="/auth/sign-in?returnTo=/">')
  })

  it('knows who has signed in, and leads back', async () => {
    const { status, headers: answered } = await browser.signIn()
    expect([status, answered.get('location')]).toEqual([303, `${origin}/`])
    expect(await read('/')).toContain('Signed in as Cora Castell')
  })

  it('reads products with the rights of who has signed in', async () => {
    await browser.signIn()
    const { items } = JSON.parse(await read('/commerce/V1/products?searchCriteria[pageSize]=5'))
    expect(items).toHaveLength(5)
  })

  it('passes on what Commerce says to a user without the right', async () => {
    await browser.signIn('vic@wknd.test')
    expect(await read('/commerce/V1/products?searchCriteria[pageSize]=5')).toContain(
      "The consumer isn't authorized to access",
    )
    expect(await read('/')).toContain('Signed in as Vic Verweij')
  })

  it('calls nothing for who has not signed in, and nothing else for who has', async () => {
    const path = '/commerce/V1/products?searchCriteria[pageSize]=5'
    const { status } = await browser.request(path, { headers })
    await browser.signIn()
    const other = await browser.request('/commerce/V1/customers/1', { headers })
    expect([status, other.status]).toEqual([401, 403])
  })

  it('tells that it lives, and that it is ready', async () => {
    expect([await read('/live'), await read('/ready')]).toEqual([
      '{"status":"ok"}',
      '{"status":"ok"}',
    ])
  })

  it('signs out', async () => {
    await browser.signIn()
    await browser.request('/auth/sign-out', { method: 'POST', headers })
    expect(await read('/')).toContain('Sign in with Adobe')
  })
})

/** Takes away the listeners that were added since: this process has its own end. */
function watchSignalListeners(): () => Record<'SIGTERM' | 'SIGINT', SignalListener | undefined> {
  const take = (signal: 'SIGTERM' | 'SIGINT') => {
    const known = process.listeners(signal)
    return () => {
      const [added] = process.listeners(signal).filter((listener) => !known.includes(listener))
      if (added) process.off(signal, added)
      return added as SignalListener | undefined
    }
  }
  const takers = { SIGTERM: take('SIGTERM'), SIGINT: take('SIGINT') }
  return () => ({ SIGTERM: takers.SIGTERM(), SIGINT: takers.SIGINT() })
}

type SignalListener = (signal: string) => void

async function read(path: string): Promise<string> {
  return (await browser.request(path, { headers })).text()
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function allowAddress({ credentials }: Sandbox, redirectUri: string): void {
  const credential = credentials.list().find(({ clientId }) => clientId === 'commerce-admin')
  if (credential?.type !== 'web-app') return
  credentials.put({ ...credential, redirectUriPatterns: [redirectUri] })
}
