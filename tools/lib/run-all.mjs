// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { root } from './repository.mjs'

/**
 * Says what it runs, and runs it until something fails.
 * @param {readonly string[][]} commands
 */
export async function runAll(commands) {
  console.log(commands.map((words) => `    ${words.join(' ')}`).join('\n'))
  for (const [command = '', ...args] of commands) {
    // oxlint-disable-next-line no-await-in-loop
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
