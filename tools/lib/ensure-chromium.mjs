// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { lookForChromium } from '../chromium.mjs'
import { Failure } from './failure.mjs'
import { inRepository, root } from './repository.mjs'

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

/** @param {string[][]} commands */
async function runAll(commands) {
  console.log(`  There is no Chromium for the browser tests. Running:`)
  console.log(commands.map((words) => `    ${words.join(' ')}`).join('\n'))
  for (const [command = '', ...args] of commands) {
    if (!(await run(command, args))) return false
  }
  return true
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function run(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  try {
    const [code] = await once(child, 'exit')
    return code === 0
  } catch {
    return false
  }
}
