import type { BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { findAccessibilityProblems, openContext } from './chromium.ts'
import { startWorld, type World } from './world.ts'

let world: World
let context: BrowserContext

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world?.close())
afterEach(() => context.close())

describe('the sandbox’s home page', () => {
  it('says that this browser gets to every service', async () => {
    context = await openContext()
    const page = await context.newPage()
    await page.goto(world.origins.home)
    const statuses = page.getByRole('status')
    await expect.poll(() => statuses.allTextContents()).toEqual(Array(3).fill('gets there'))
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  it('names the service that this browser does not get to, with the way there', async () => {
    context = await openContext('dark')
    const page = await context.newPage()
    await page.route(`${world.origins.aem}/**`, (route) => route.abort())
    await page.goto(world.origins.home)
    const row = page.getByRole('row', { name: /AEM author/ })
    await row.getByText('does not get there yet').waitFor()
    const link = row.getByRole('link', { name: world.origins.aem })
    expect(await link.getAttribute('href')).toContain(world.origins.aem)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})
