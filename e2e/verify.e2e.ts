import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { portOffset, startWorld, type World } from './world.ts'

const redirectUri = `https://localhost:${3001 + portOffset}/callback`

let folder: string
let world: World
let context: BrowserContext
let child: ChildProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mudbrick-verify-'))
  world = await startWorld()
  context = await openContext()
})

afterAll(async () => {
  child?.kill()
  await context?.close()
  await world?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('mudbrick verify --sign-in', { timeout: 120_000 }, () => {
  it('leads a real browser through the sign-ins of the contract, and finds the sandbox the same', async () => {
    const report = join(folder, 'report.json')
    child = start(['--sign-in', '--yes', '--redirect-uri', redirectUri, '--report', report])
    const exited = once(child, 'exit')
    const page = await context.newPage()
    await page.goto(await readAddress(child))
    await page.click('button:has-text("ada@wknd.test")')
    await page.click('button[value=allow]')
    const isDone = page.getByText('Done: go back to the terminal')
    // Scopes that were not consented to yet bring the page once more.
    const consent = page.locator('button[value=allow]')
    // oxlint-disable-next-line no-await-in-loop
    while (!(await isDone.isVisible())) {
      // oxlint-disable-next-line no-await-in-loop
      if (await consent.isVisible()) await consent.click().catch(() => undefined)
      // oxlint-disable-next-line no-await-in-loop
      await page.waitForTimeout(50)
    }

    expect(await exited).toEqual([0, null])
    expect(new URL(page.url()).search).toBe('')
    const { counts, exchanges } = JSON.parse(await readFile(report, 'utf8'))
    expect(counts).toMatchObject({ differs: 0 })
    expect(counts.same).toBeGreaterThan(70)
    const lost = exchanges.filter(({ why = '' }: { why?: string }) => why.includes('browser did'))
    expect(lost).toEqual([])
  })
})

function start(args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL('../packages/cli/bin/mudbrick.js', import.meta.url))
  const { ims, aem } = world.origins
  return spawn(process.execPath, [program, 'verify', '--ims', ims, '--aem', aem, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: world.certificate.caPath,
      MUDBRICK_VERIFY_APP_CLIENT_ID: 'wknd-spa',
    },
  })
}

async function readAddress({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The program writes nowhere.')
  for await (const line of createInterface({ input: stdout })) {
    const [address] = /https:\S+authorize\S+/.exec(line) ?? []
    if (address !== undefined) {
      stdout.resume()
      return address
    }
  }
  throw new Error('The program printed no address.')
}
