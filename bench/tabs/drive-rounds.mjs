// @ts-check
import { launchPlainChromium } from '../../e2e/pages/plain-chromium.mjs'
import { callAll, createTabs, judge } from '../../e2e/pages/tabs.mjs'
import { launchChromium } from './launch-chromium.mjs'
import { median } from '../lib/median.mjs'

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../e2e/pages/tab-world.mjs').TabWorld} TabWorld
 * @typedef {import('../../e2e/pages/tabs.mjs').Tabs} Tabs
 * @typedef {'plain' | 'duplicated' | 'restored' | 'frozen'} Kind What happens to one tab in each round.
 */

const callers = 10

/**
 * @param {TabWorld} world
 * @param {{ variant: string, kind: Kind, rounds: number, log: (line: string) => void }} options
 */
export async function driveRounds(world, { variant, kind, rounds, log }) {
  // Only in a browser with hidden tabs do tabs freeze; in the other all of them are quick.
  const chromium = await (kind === 'frozen' ? launchPlainChromium() : launchChromium())
  const total = { requests: 0, renewals: 0, fresh: 0, callers: 0, failed: 0, right: 0 }
  /** @type {number[]} */
  const waits = []
  try {
    const tabs = createTabs(world, chromium.context)
    const pages = [await tabs.signIn(variant)]
    while (pages.length < 5) pages.push(await tabs.open(variant))
    await pages[0]?.bringToFront()
    for (let round = 1; round <= rounds; round += 1) {
      for (const result of await driveRound(world, tabs, pages, kind)) {
        total.requests += result.requests
        total.renewals += 1
        total.fresh += result.fresh
        total.callers += result.callers
        total.failed += result.errors.length
        const isRight = result.requests === 1 && result.fresh === result.callers
        total.right += isRight ? 1 : 0
        waits.push(result.longestMs)
        if (!isRight) log(`${variant} ${kind} ${round}: ${JSON.stringify(result)}`)
      }
    }
  } finally {
    await chromium.close()
  }
  const sorted = waits.toSorted((a, b) => a - b)
  return {
    'session in': variant,
    'one tab is': kind === 'plain' ? 'as the others' : kind,
    rounds,
    renewals: total.renewals,
    requests: total.requests,
    callers: total.callers,
    fresh: total.fresh,
    failed: total.failed,
    'renewals as they should be': total.right,
    'slowest caller, ms, median': Math.round(median(waits)),
    '95 %': Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN),
  }
}

/**
 * @param {TabWorld} world
 * @param {Tabs} tabs
 * @param {Page[]} pages
 * @param {Kind} kind
 */
async function driveRound(world, tabs, pages, kind) {
  if (kind === 'plain') return [await renew(world, tabs, pages)]

  const last = pages.pop()
  if (!last) throw new Error('There is no tab.')
  if (kind === 'duplicated') {
    // Original and copy in turn are the ones that stay.
    const copy = await tabs.duplicate(last)
    const result = await renew(world, tabs, [...pages, last, copy])
    await last.close()
    pages.push(copy)
    return [result]
  }
  if (kind === 'restored') {
    const restore = await tabs.restore(last)
    const results = [await renew(world, tabs, pages)]
    pages.push(await restore())
    return [...results, await renew(world, tabs, pages)]
  }
  await last.evaluate((count) => globalThis.tab.callOnResume(count), callers)
  const devTools = await tabs.freeze(last)
  const results = [await renew(world, tabs, pages)]
  const thaw = async () => {
    await tabs.resume(devTools)
    const calls = await last.evaluate(() => globalThis.tab.callsOnResume())
    if (!calls) throw new Error('A frozen tab did not say that it runs again.')
    return calls
  }
  results.push(await renew(world, tabs, pages, thaw))
  pages.push(last)
  return results
}

/**
 * The token expires, and every tab asks for another at once.
 * @param {TabWorld} world
 * @param {Tabs} tabs
 * @param {readonly Page[]} pages
 * @param {() => Promise<import('../../e2e/pages/tab-page.ts').Calls>} [another] One more tab, which starts on its own.
 */
async function renew(world, tabs, pages, another) {
  const before = (await pages[0]?.evaluate(() => globalThis.tab.getToken())) ?? ''
  const since = world.requests.length
  await tabs.advance(25)
  const [calls, more] = await Promise.all([callAll(pages, callers), another?.()])
  const all = more ? [...calls, more] : calls
  const judgement = await judge(world, { since, before, calls: all })
  const longestMs = Math.max(...all.map(({ tookMs }) => tookMs))
  return { ...judgement, callers: all.length * callers, longestMs }
}
