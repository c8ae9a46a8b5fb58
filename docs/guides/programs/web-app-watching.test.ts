import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox } from '@mudbrick/sandbox'
import { createAppBrowser } from '@mudbrick/testing/app-browser'
import { platformFetch } from '@mudbrick/testing/platform-fetch'
import { appOrigin, createTestKeys } from '@mudbrick/testing/server-app'
import { createMemoryGrantStore, createVault } from '@mudbrick/vault'
import { expect, it } from 'vitest'

import { createWatchedSessions } from './web-app-watching.ts'

it('docs/guides/programs/web-app-watching.ts keeps an audit trail, and shows metrics', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'web-app-watching-'))
  const auditFile = join(folder, 'audit.log')
  const sandbox = await createSandbox()
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: `${appOrigin}/auth/callback`,
    scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
    environment: sandbox.origins.ims,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  })
  const store = createMemoryGrantStore()
  const keys = createTestKeys('2026-11')
  const vault = await createVault({ ims, store, keys })
  const port = await findFreePort()
  const { sessions, metricsServer } = createWatchedSessions(
    { ims, vault, store, keys },
    { auditFile, metricsPort: port },
  )
  const browser = createAppBrowser({ origin: appOrigin, fetch: sessions.fetch, sandbox })
  await browser.signIn()

  const page = await (await platformFetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(page).toContain('mudbrick_server_sign_ins_total{outcome="succeeded"} 1')
  expect(page).toContain('mudbrick_key_retirable{key="2026-11"} 0')
  expect(page).toContain('mudbrick_vault_grants{key="2026-11"} 1')
  expect(await readFile(auditFile, 'utf8')).toMatch(/"type":"created".*"route":"\/auth\/callback"/)

  metricsServer.closeAllConnections()
  metricsServer.close()
  await vault.close()
  await rm(folder, { recursive: true })
})

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
