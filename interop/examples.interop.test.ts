import { join } from 'node:path'

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'

import { openContext, shareChromium } from '../e2e/chromium.ts'
import { ensureCertificate } from '../packages/sandbox/dist/node.js'
import { copyExample } from '../tools/lib/copy-example.mjs'
import { createOutsideFolder, packOnce, quiet, type OutsideProject } from './lib/outside-project.ts'

/* Each example as `npm run pack -- --example` copies it: installed, started and signed in to outside of the repository. */

const portOffset = 600 + Number(process.env['MUDBRICK_PORT_OFFSET'] ?? 0)

const patient = { timeout: 15_000 }

let context: BrowserContext
let page: Page

beforeEach(async () => {
  context = await openContext()
  page = await context.newPage()
})

afterEach(() => context.close())

afterAll(async () => (await shareChromium()).close())

const signInAs = async (popup: Page, email: string): Promise<void> => {
  await popup.locator(`button[value="${email}"]`).click()
  await popup.locator('button[value="allow"]').click()
}

/** Installs an example in a folder of its own, and starts it with the sandbox that it installed. */
function outside(name: string, port: number): () => string {
  const origin = `https://localhost:${port + portOffset}`
  let project: OutsideProject

  beforeAll(async () => {
    project = await createOutsideFolder({ env: { MUDBRICK_PORT_OFFSET: String(portOffset) } })
    const directory = join(String(project.env['HOME']), '.mudbrick', 'certificate')
    const certificate = await ensureCertificate({ directory })
    await copyExample({ name, folder: project.folder, tarballs: await packOnce(), certificate })
    await project.run('npm', 'install', ...quiet)
    await project.start(/GET \/|IMS/, 'npx', 'mudbrick', 'sandbox')
    await project.start(new RegExp(origin), 'npm', 'start')
  }, 300_000)

  afterAll(() => project?.remove())
  return () => origin
}

describe('wknd-spa', () => {
  const origin = outside('wknd-spa', 3001)

  it('signs ada in and lists models', async () => {
    await page.goto(origin())
    await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
    await signInAs(page, 'ada@wknd.test')
    await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
    await expect.poll(() => page.getByText('Adventure').count(), patient).toBeGreaterThan(0)
  })
})

describe('express-embed', () => {
  const origin = outside('express-embed', 8000)

  it('signs ada in by a popup', async () => {
    await page.goto(origin())
    const opened = context.waitForEvent('page')
    await page.getByRole('button', { name: /^Create/ }).click()
    const popup = await opened
    await signInAs(popup, 'ada@wknd.test')
    await page.locator('#account').getByText('Ada').waitFor()
    expect(popup.isClosed()).toBe(true)
  })
})

describe('commerce-admin', () => {
  const origin = outside('commerce-admin', 3002)

  it('signs cora in and reads stores through two processes', async () => {
    await page.goto(origin())
    await page.getByRole('link', { name: 'Sign in with Adobe' }).click()
    await signInAs(page, 'cora@wknd.test')
    await expect.poll(() => page.getByText('America/New_York').count(), patient).toBeGreaterThan(0)
  })
})
