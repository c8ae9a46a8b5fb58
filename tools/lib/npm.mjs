// @ts-check
import { basename } from 'node:path'

/**
 * How to run npm: the very one that runs this script, or the one on the path.
 * @param {string[]} args
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npm(args) {
  const cli = process.env.npm_execpath
  if (cli !== undefined && basename(cli) === 'npm-cli.js') {
    return { command: process.execPath, args: [cli, ...args], shell: false }
  }
  // On Windows npm is a batch file, which only a shell can run.
  return { command: 'npm', args, shell: process.platform === 'win32' }
}
