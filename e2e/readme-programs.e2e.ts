import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { programFolder, readProgram, servePage } from './readme-page.ts'
import { end, portOffset, startWorld, type World } from './world.ts'

let world: World
let context: BrowserContext
let page: Page

beforeAll(async () => {
  world = await startWorld()
  await rm(programFolder, { recursive: true, force: true })
  await mkdir(programFolder, { recursive: true })
})

beforeEach(async () => {
  context = await openContext()
  page = await context.newPage()
})

afterEach(() => context.close())

afterAll(async () => {
  await world?.close()
})

async function signIn(email: string): Promise<void> {
  await page.locator(`button[value="${email}"]`).click()
  await page.locator('button[value="allow"]').click()
}

describe('the programs of README.md', () => {
  it('list models in a page', async () => {
    const { origin, close } = await servePage(world, await readProgram('page.ts'))
    await page.goto(origin)
    await signIn('ada@wknd.test')
    await page.getByText('Adventure').waitFor()
    // A page that is signed in asks IMS for nothing more.
    const before = world.requests.length
    await page.goto(origin)
    await page.getByText('Adventure').waitFor()
    expect(world.requests.slice(before).filter((request) => request.includes('/ims/'))).toEqual([])
    close()
  })

  it('call Commerce from a server', async () => {
    await writeFile(`${programFolder}server.mjs`, await readProgram('server.mjs'))
    const server: ChildProcess = spawn(process.execPath, [`${programFolder}server.mjs`], {
      cwd: programFolder,
      env: { ...process.env, NODE_EXTRA_CA_CERTS: world.certificate.caPath },
      stdio: 'inherit',
    })
    try {
      const origin = `https://localhost:${3002 + portOffset}`
      await expect
        .poll(() => page.goto(origin).then(() => page.title()), { timeout: 15_000 })
        .toBe('Products')
      await page.getByRole('button', { name: 'Show products' }).click()
      await page.getByText('"status": 401').waitFor()
      await page.getByRole('link', { name: 'Sign in' }).click()
      await signIn('cora@wknd.test')
      await page.waitForURL(`${origin}/`)
      await page.getByRole('button', { name: 'Show products' }).click()
      await page.getByText('WKND-').first().waitFor()
    } finally {
      await end(server)
    }
  })
})
