// @ts-check
import { lookForChromium } from '../chromium.mjs'
import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'
import { runAll } from './run-all.mjs'

/**
 * The path of a Chromium, which is installed when it is missing: as root by apt-get, else by
 * Playwright. Says what it runs before it does.
 */
export async function ensureChromium() {
  try {
    return (await lookForChromium()) ?? (await installChromium())
  } catch (error) {
    throw error instanceof Error ? new Failure(error.message, { cause: error }) : error
  }
}

async function installChromium() {
  for (const commands of chooseCommands()) {
    console.log(`  There is no Chromium for the browser tests. Running:`)
    if (!(await runAll(commands))) continue
    const path = await lookForChromium()
    if (path !== undefined) return path
  }
  throw new Failure(
    'There is no Chromium, and none could be installed: install Chromium or Chrome, or name one with CHROMIUM_PATH, then run npm test again.',
  )
}

/** @returns {string[][][]} */
function chooseCommands() {
  const playwright = [
    [
      process.execPath,
      inRepository('node_modules', 'playwright-core', 'cli.js'),
      'install',
      'chromium',
    ],
  ]
  const apt = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', 'chromium'],
  ]
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return isRoot ? [apt, playwright] : [playwright]
}
