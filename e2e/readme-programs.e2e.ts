import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { end, portOffset, startWorld, type World } from './world.ts'

const folder = fileURLToPath(new URL(`../.cache/e2e/readme-${portOffset}/`, import.meta.url))

let world: World
let context: BrowserContext
let page: Page

beforeAll(async () => {
  world = await startWorld()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
})

beforeEach(async () => {
  context = await openContext()
  page = await context.newPage()
})

afterEach(() => context.close())

afterAll(async () => {
  await world?.close()
})

/** A program of the README as it is printed, but for the ports, which this worker has for itself. */
async function readProgram(name: string): Promise<string> {
  const text = await readFile(new URL(`../docs/readme/${name}`, import.meta.url), 'utf8')
  return text
    .replaceAll(/(?<=localhost:|127\.0\.0\.1:)\d{4}/g, (port) => String(Number(port) + portOffset))
    .replace('listen(3002', `listen(${3002 + portOffset}`)
}

async function signIn(email: string): Promise<void> {
  await page.locator(`button[value="${email}"]`).click()
  await page.locator('button[value="allow"]').click()
}

describe('the programs of README.md', () => {
  it('list models in a page', async () => {
    await writeFile(`${folder}page.ts`, await readProgram('page.ts'))
    const { outputFiles } = await build({
      entryPoints: [`${folder}page.ts`],
      bundle: true,
      format: 'esm',
      write: false,
      conditions: ['@mudbrick/source'],
    })
    const script = outputFiles[0]?.text ?? ''
    const { certificate: cert, key } = world.certificate
    const server = createServer({ cert, key }, ({ url }, response) => {
      const isScript = url === '/page.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(
        isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
      )
    })
    const origin = `https://localhost:${3001 + portOffset}`
    await once(server.listen(3001 + portOffset, 'localhost'), 'listening')

    await page.goto(origin)
    await signIn('ada@wknd.test')
    await page.getByText('Adventure').waitFor()
    // A page that is signed in asks IMS for nothing more.
    const before = world.requests.length
    await page.goto(origin)
    await page.getByText('Adventure').waitFor()
    expect(world.requests.slice(before).filter((request) => request.includes('/ims/'))).toEqual([])
    server.closeAllConnections()
    server.close()
  })

  it('call Commerce from a server', async () => {
    await writeFile(`${folder}server.mjs`, await readProgram('server.mjs'))
    const server: ChildProcess = spawn(process.execPath, [`${folder}server.mjs`], {
      cwd: folder,
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
