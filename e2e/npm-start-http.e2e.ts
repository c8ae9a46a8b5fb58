import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { listenForErrors, openContext } from './chromium.ts'
import { end, firstPortOffset, waitForLine } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const portOffset = firstPortOffset + 600
const address = `http://localhost:${3001 + portOffset}`

let started: ChildProcess
let printed: string

beforeAll(async () => {
  started = spawn(process.execPath, ['tools/start.mjs', '--http'], {
    cwd: root,
    env: { ...process.env, MUDBRICK_PORT_OFFSET: String(portOffset) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  printed = await waitForLine(started, /^Ready/m)
})

afterAll(() => end(started))

describe('npm start -- --http', () => {
  it('prints plain addresses, and nothing of certificates', () => {
    expect(printed).toContain(address)
    expect(printed).not.toContain('https:')
    expect(printed).not.toContain('certutil')
  })

  it('brings up the same: ada signs in, fetches models, and signs out', async () => {
    const context = await openContext()
    const page = await context.newPage()
    const errors = listenForErrors(page)
    // The first page that Vite serves takes long on a busy machine.
    await page.goto(address, { timeout: 60_000 })
    await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
    await page.getByRole('button', { name: /ada@wknd\.test/ }).click()
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
    await page.getByRole('row', { name: 'Adventure' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Adobe IMS Login' }).waitFor()
    expect(errors).toEqual([])
    await context.close()
  })
})
