import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { openContext, shareChromium } from '../e2e/chromium.ts'
import { createOutsideProject, type OutsideProject } from './lib/outside-project.ts'

/* A project with Vite and React in an empty folder, installed from tarballs: the app is in vite-app. */

const portOffset = 500 + Number(process.env['MUDBRICK_PORT_OFFSET'] ?? 0)

let project: OutsideProject

beforeAll(async () => {
  project = await createOutsideProject({
    files: 'vite-app',
    packages: ['vite@8.3.8', '@vitejs/plugin-react@6.3.0', 'react@19.3.1', 'react-dom@19.3.1'],
    env: { MUDBRICK_PORT_OFFSET: String(portOffset) },
  })
}, 300_000)

afterAll(async () => {
  await (await shareChromium()).close()
  await project?.remove()
})

it('signs in on the dev server, with the sandbox that the plugin brings', async () => {
  const port = 3001 + portOffset
  await project.start(/Sandbox: home/, 'npx', 'vite', '--port', String(port), '--strictPort')
  const context = await openContext()
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))

  await page.goto(`https://localhost:${port}`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('button[value="ada@wknd.test"]').click()
  await page.locator('button[value="allow"]').click()
  await page.getByText(/Ada .*: .*Adventure/).waitFor()

  expect(errors).toEqual([])
}, 60_000)

it('builds for Adobe, without the sandbox and its addresses', async () => {
  await project.run('npx', 'vite', 'build')

  const assets = join(project.folder, 'dist', 'assets')
  const texts = await Promise.all(
    (await readdir(assets)).map((name) => readFile(join(assets, name), 'utf8')),
  )
  const sandboxPort = String(8443 + portOffset)
  expect(texts.some((text) => text.includes('ims-na1.adobelogin.com'))).toBe(true)
  expect(texts.some((text) => text.includes(sandboxPort))).toBe(false)
}, 60_000)
