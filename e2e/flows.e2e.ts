import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { serveWkndSpa, startWorld, type ServedSample, type World } from './world.ts'

let world: World
let spa: ServedSample
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[world, spa] = await Promise.all([startWorld(), serveWkndSpa()])
})

afterAll(() => Promise.all([spa?.close(), world?.close()]))

beforeEach(async () => {
  world.sandbox.reset()
  context = await openContext()
  page = await context.newPage()
})

afterEach(() => context.close())

const button = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name, exact: true })

async function signIn(): Promise<void> {
  await page.goto(spa.origin)
  await button('Adobe IMS Login').click()
  await page.fill('#email', 'ada@wknd.test')
  await page.fill('#password', 'mudbrick')
  await button('Sign in').click()
  await button('Allow access').click()
  await page.getByRole('heading', { name: 'Invoke AEM APIs' }).waitFor()
}

describe('the flows of a real browser', () => {
  it('number the WKND sign-in as the tutorial does, and know that all of it is a browser', async () => {
    const { flows } = world.sandbox
    await signIn()
    await button('Fetch Content Fragment Models').click()
    await page.getByRole('row', { name: 'Adventure' }).waitFor()
    const { flows: found } = await flows.list({ kind: 'sign-in' })
    const flow = await flows.get(found[0]?.id ?? '')
    expect(flow).toMatchObject({
      outcome: 'succeeded',
      participants: ['browser', 'ims', 'aem'],
      user: { email: 'ada@wknd.test' },
    })
    const steps = flow.messages.flatMap(({ step, from, to }) =>
      step === undefined ? [] : [`${step} ${from} ${to}`],
    )
    expect(steps).toEqual([
      '1 browser browser',
      '2 browser ims',
      '3 ims browser',
      '4 browser ims',
      '5 ims browser',
      '6 browser aem',
    ])
    await button('Sign out').click()
    await button('Adobe IMS Login').waitFor()
    expect((await flows.list()).flows).toMatchObject([
      { kind: 'sign-out', outcome: 'succeeded', startedBy: flow.id },
      { kind: 'sign-in', problems: [] },
    ])
  })

  it('lead from an error page of IMS to what happened', async () => {
    await page.goto(`${world.origins.ims}/ims/authorize/v2?client_id=wknd-sp`)
    const link = page.getByRole('link', { name: 'See what happened, and what to change' })
    const address = (await link.getAttribute('href')) ?? ''
    expect(address).toMatch(new RegExp(`^${world.origins.home}/flows/[0-9a-f]{32}$`))
    const flow = await world.sandbox.flows.get(address.split('/').at(-1) ?? '')
    expect(flow.problems).toMatchObject([{ code: 'client_unknown', about: 'wknd-sp' }])
  })
})
