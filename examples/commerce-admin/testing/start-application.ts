import { createImsClient } from '@mudbrick/ims/credentials'
import type { Sandbox } from '@mudbrick/sandbox'
import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import { createKeyring, createMemoryGrantStore, createVault, type Vault } from '@mudbrick/vault'

import { createApplication } from '../src/server/application.mjs'
import { createGrantHistory } from '../src/server/grant-history.mjs'
import type { Settings } from '../src/server/settings.mjs'

const origin = 'https://localhost:3002'

/** The app in memory, with the sandbox, for tests. */
export interface StartedApplication {
  readonly vault: Vault
  /** A browser of its own, in which no user is signed in. */
  readonly browser: AppBrowser
  /** Opens another browser. */
  readonly openBrowser: () => AppBrowser
}

export interface StartApplicationOptions {
  readonly sandbox: Sandbox
  /** Where the built page is. An empty folder will do for tests of the server. */
  readonly pageFolder: string
  readonly scopes?: string
  /** A path of IMS that fails with HTTP 500. */
  readonly brokenPath?: string
}

export async function startApplication(
  options: StartApplicationOptions,
): Promise<StartedApplication> {
  const { sandbox, pageFolder, scopes = allScopes, brokenPath } = options
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: `${origin}/auth/callback`,
    scopes,
    environment: sandbox.origins.ims,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const isBroken = new URL(request.url).pathname === brokenPath
      return isBroken ? new Response(undefined, { status: 500 }) : sandbox.fetch(request)
    },
  })
  const keys = createKeyring([{ keyId: 'test', bytes: new Uint8Array(32).fill(1) }])
  const vault = await createVault({ ims, store: createMemoryGrantStore(), keys })
  const fetch = createApplication({
    settings: createSettings(sandbox, scopes),
    ims,
    vault,
    keys,
    history: listenTo(vault),
    processName: 'Process 1',
    pageFolder,
  })
  const openBrowser = (): AppBrowser => createAppBrowser({ origin, fetch, sandbox })
  return { vault, browser: openBrowser(), openBrowser }
}

const allScopes = 'openid,AdobeID,email,profile,commerce.accs,offline_access'

function listenTo(vault: Vault): ReturnType<typeof createGrantHistory> {
  const history = createGrantHistory()
  vault.subscribe(({ type, at, grantId }) => {
    if (grantId !== undefined) history.add({ type, at, grantId, process: 'Process 1' })
  })
  return history
}

function createSettings({ origins }: Sandbox, scopes: string): Settings {
  return {
    redirectUri: new URL(`${origin}/auth/callback`),
    credential: {
      clientId: 'commerce-admin',
      clientSecret: 'commerce-admin-secret',
      scopes,
      environment: origins.ims,
    },
    commerceOrigin: origins.commerce,
    tenantId: 'WkndTenant01',
    isSandbox: true,
    keys: undefined,
    vaultFolder: 'unused',
    processCount: 2,
    certificate: undefined,
    caPath: undefined,
  }
}
