import type { TabWorld } from '../pages/tab-world.mjs'

import type { Driver } from './webdriver.ts'

export const ada = 'button[value="ada@wknd.test"]'
export const allow = 'button[value=allow]'

/** What a person does in the tab that is spoken to. */
export type User = ReturnType<typeof createUser>

export function createUser(world: TabWorld, driver: Driver) {
  return { visit, signIn, leaveForIms, advance, status, waitForStatus, token, address }

  /** Opens the page that keeps its session so. */
  async function visit(storage: string): Promise<void> {
    await driver.goTo(`${world.origin}/mudbrick/${storage}`)
    await waitForProgram()
    await driver.evaluate(() => page.session.ready)
  }

  async function signIn(storage: string): Promise<void> {
    await visit(storage)
    await leaveForIms()
    await driver.click(ada)
    await driver.click(allow)
    await driver.waitForPage(world.origin)
    await waitForProgram()
    await driver.evaluate(async () => {
      await tab.finish()
    })
  }

  async function leaveForIms(): Promise<void> {
    await driver.evaluate(() => void tab.signIn())
    await driver.waitForPage(world.imsOrigin)
  }

  async function waitForProgram(): Promise<void> {
    await driver.waitFor(() => 'tab' in globalThis)
  }

  /** Time passes, also for the pages, which read it from a cookie. */
  async function advance(hours: number): Promise<void> {
    world.advance(hours)
    await driver.evaluate((aheadMs) => {
      document.cookie = `ahead=${aheadMs};path=/`
    }, world.aheadMs())
  }

  function status(): Promise<string> {
    return driver.evaluate(() => page.session.getSnapshot().status)
  }

  async function waitForStatus(wanted: string): Promise<void> {
    await driver.waitFor((is) => page.session.getSnapshot().status === is, wanted)
  }

  function token(): Promise<string> {
    return driver.evaluate(() => tab.getToken())
  }

  function address(): Promise<string> {
    return driver.evaluate(() => location.href)
  }
}
