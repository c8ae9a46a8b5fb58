import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { readProgram, servePage } from './readme-page.ts'
import { portOffset, startWorld, type World } from './world.ts'

const origin = `https://localhost:${3001 + portOffset}`
const policyPath =
  'ui.config/src/main/content/jcr_root/apps/mine/osgiconfig/config.author/com.adobe.granite.cors.impl.CORSPolicyImpl~mine.cfg.json'

let world: World
let project: string
let context: BrowserContext
let page: Page
let served: Awaited<ReturnType<typeof servePage>>

beforeAll(async () => {
  world = await startWorld()
  project = await mkdtemp(join(tmpdir(), 'mudbrick-own-project-'))
  context = await openContext()
  page = await context.newPage()
  const program = (await readProgram('page.ts')).replace("'wknd-spa'", "'my-spa'")
  served = await servePage(world, program)
})

afterAll(async () => {
  world?.sandbox.aemProject.leave()
  served?.close()
  await context?.close()
  await world?.close()
  await rm(project, { recursive: true, force: true })
})

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true })
  await writeFile(join(project, path), text)
}

function policyFor(allowed: string): string {
  return `{ // ours
    "alloworigin": ["${allowed}"], "allowedpaths": ["/adobe/sites/.*"],
    "supportedmethods": ["GET"], "supportedheaders": ["Authorization", "X-Api-Key"] }`
}

it('a user’s own credential and AEM project: refused, put right on disk, and seen in the browser', async () => {
  await save('config/api.yaml', 'kind: API\ndata: { allowedClientIDs: { author: [other] } }\n')
  await save(policyPath, policyFor('https://app.example.com'))
  await world.sandbox.aemProject.use(project)
  world.sandbox.credentials.put({
    type: 'single-page-app',
    clientId: 'my-spa',
    name: 'My SPA',
    defaultRedirectUri: `${origin}/callback`,
    redirectUriPatterns: [String.raw`https://app\\.example\\.com/callback`, `${origin}/callback`],
    scopes: ['AdobeID', 'openid', 'aem.fragments.management'],
  })
  const lastHint = (): string | undefined =>
    world.sandbox.journal.exchanges({ service: 'aem' }).at(-1)?.hints.at(-1)?.code

  // The browser keeps the answer back, and the sandbox knows why.
  await page.goto(origin)
  await page.locator('button[value="ada@wknd.test"]').click()
  await page.locator('button[value="allow"]').click()
  await expect.poll(lastHint).toBe('cors_policy_missing')

  await save(policyPath, policyFor(origin))
  await expect
    .poll(() => world.sandbox.aemProject.current()?.deploys.at(-1))
    .toMatchObject({
      pipeline: 'full-stack',
      changes: [`changed ${policyPath}`],
    })
  await page.goto(origin)
  await expect.poll(lastHint).toBe('client_not_allow_listed')

  await save('config/api.yaml', 'kind: API\ndata: { allowedClientIDs: { author: [my-spa] } }\n')
  await expect
    .poll(() => world.sandbox.aemProject.current()?.deploys.at(-1)?.pipeline)
    .toBe('config')
  await page.goto(origin)
  await page.getByText('Adventure').waitFor()
})
