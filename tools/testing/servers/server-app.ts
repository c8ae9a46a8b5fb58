import type { Fetch } from '@mudbrick/http'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import {
  createSessions,
  type CreateSessionsOptions,
  type ServerSession,
  type Sessions,
} from '@mudbrick/server'
import {
  createKeyring,
  createMemoryGrantStore,
  createVault,
  type GrantStore,
  type KeyProvider,
  VaultError,
} from '@mudbrick/vault'
import { type AppBrowser, createAppBrowser } from '../browsers/app-browser.ts'
import { createFakeClock } from '../time/fake-clock.ts'

export const appOrigin = 'https://localhost:3002'
export const cookieName = '__Host-mudbrick-3002'

/** An app on a server, the sandbox that it signs in at, and a browser. */
export interface ServerApp {
  readonly sandbox: Sandbox
  /** Where its grants are, which can be down. */
  readonly store: FailingStore
  readonly sessions: Sessions
  readonly browser: AppBrowser
  /** What its operator was told. */
  readonly errors: readonly unknown[]
  /** Another process of it, which has the same store. */
  sessionsWith(options: ServerAppOptions): Promise<Sessions>
  /** The browser of another user. */
  createBrowser(fetch?: (request: Request) => Promise<Response>): AppBrowser
  /** What a handler of the app itself reads from a request of its browser, in any of its processes. */
  read(process?: Sessions): Promise<ServerSession | undefined>
}

/** What is not as usual. */
export interface ServerAppOptions extends Partial<Omit<CreateSessionsOptions, 'keys'>> {
  readonly redirectUri?: string
  readonly clientId?: string
  readonly clientSecret?: string
  /** What cookies are sealed with; the vault has keys of its own. */
  readonly keys?: KeyProvider
}

export type FailingStore = GrantStore & { isDown: boolean }

/** A keyring of keys with these names, the first of which is the current one. */
export function createTestKeys(...keyIds: readonly string[]): KeyProvider {
  return createKeyring(
    keyIds.map((keyId) => ({ keyId, bytes: new Uint8Array(32).fill(keyId.charCodeAt(0)) })),
  )
}

export async function createServerApp(options: ServerAppOptions = {}): Promise<ServerApp> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  if (options.redirectUri !== undefined) allowRedirectUri(sandbox, options.redirectUri)
  const store = createFailingStore()
  const errors: unknown[] = []

  const sessionsWith = async (given: ServerAppOptions): Promise<Sessions> => {
    const { redirectUri: _, clientId: __, clientSecret: ___, ...sessionOptions } = given
    const ims = createClient(sandbox, given)
    const clock = { ...ims.clock, elapsed: sandbox.clock.now, setTimer: skipShortPauses }
    return createSessions({
      ims,
      vault: await createVault({ ims, store, keys: createTestKeys('vault'), clock }),
      keys: createTestKeys('first'),
      allowedOrigins: [sandbox.origins.ims],
      onError: (error) => errors.push(error),
      ...sessionOptions,
    })
  }

  const sessions = await sessionsWith(options)
  const { origin } = new URL(options.redirectUri ?? appOrigin)
  const createBrowser: ServerApp['createBrowser'] = (fetch = sessions.fetch) =>
    createAppBrowser({ origin, fetch, sandbox })
  const browser = createBrowser()

  return {
    sandbox,
    store,
    sessions,
    browser,
    errors,
    sessionsWith,
    createBrowser,
    read: (process = sessions) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      return process.read(new Request(`${origin}/orders`, { headers: { cookie } }))
    },
  }
}

/** What the app says to its page about the session. */
export async function sessionOf(browser: AppBrowser): Promise<Record<string, unknown>> {
  return (await browser.request('/auth/session')).json() as Promise<Record<string, unknown>>
}

/** Whether the app's page is told that a user is signed in. */
export async function statusOf(browser: AppBrowser): Promise<unknown> {
  return (await sessionOf(browser))['status']
}

/** One process waits for another without real time; deadlines never come. */
function skipShortPauses(callback: () => void, delayMs: number): () => void {
  if (delayMs > 100) return () => {}
  const pause = setImmediate(callback)
  return () => clearImmediate(pause)
}

function createClient(sandbox: Sandbox, options: ServerAppOptions) {
  const fetch: Fetch = (input, init) => sandbox.fetch(new Request(input, init))
  return createImsClient({
    credential: 'web-app',
    clientId: options.clientId ?? 'commerce-admin',
    clientSecret: options.clientSecret ?? 'commerce-admin-secret',
    redirectUri: options.redirectUri ?? `${appOrigin}/auth/callback`,
    scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
    environment: sandbox.origins.ims,
    fetch,
    clock: { now: sandbox.clock.now, setTimer: () => () => {} },
  })
}

function allowRedirectUri(sandbox: Sandbox, redirectUri: string): void {
  const credential = sandbox.credentials
    .list()
    .find(({ clientId }) => clientId === 'commerce-admin')
  if (!credential) return
  const redirectUriPatterns = [redirectUri.replaceAll('.', String.raw`\.`)]
  sandbox.credentials.put({ ...credential, redirectUriPatterns } as typeof credential)
}

/** A store in memory that can be down. */
function createFailingStore(): FailingStore {
  const store = createMemoryGrantStore()
  const failing = { ...store, isDown: false }
  for (const name of ['read', 'compareAndSwap', 'lease', 'scan', 'countByKey'] as const) {
    const method = store[name] as (...parameters: readonly unknown[]) => Promise<unknown>
    Object.assign(failing, {
      [name]: async (...parameters: readonly unknown[]) => {
        if (failing.isDown) throw new VaultError('store_unavailable')
        return method(...parameters)
      },
    })
  }
  return failing
}
