import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { launchChromium, listenForErrors, openContext } from './chromium.ts'
import { end, waitForLine } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

let started: ChildProcess
let printed: string
let browser: Browser

beforeAll(async () => {
  started = spawn(process.execPath, ['tools/start.mjs', '--http'], {
    cwd: root,
    env: { ...process.env, MUDBRICK_PORT_OFFSET: '2400' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ;[printed, browser] = await Promise.all([waitForLine(started, /^Ready/m), launchChromium()])
})

afterAll(async () => {
  await browser?.close()
  await end(started)
})

describe('npm start -- --http', () => {
  it('prints plain addresses, and nothing of certificates', () => {
    expect(printed).toContain('http://localhost:5401')
    expect(printed).not.toContain('https:')
    expect(printed).not.toContain('certutil')
  })

  it('brings up the same: ada signs in, fetches models, and signs out', async () => {
    const page = await (await openContext(browser)).newPage()
    const errors = listenForErrors(page)
    await page.goto('http://localhost:5401')
    await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
    await page.getByRole('button', { name: /ada@wknd\.test/ }).click()
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
    await page.getByRole('row', { name: 'Adventure' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Adobe IMS Login' }).waitFor()
    expect(errors).toEqual([])
  })
})
