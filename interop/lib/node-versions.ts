import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../node-versions/', import.meta.url)

/** Names a release that `node-versions/package.json` brings. */
export type NodeVersion = 'node-22-12' | 'node-22' | 'node-24'

/** Installs the releases of Node.js from npm when they are missing: some hundred megabytes. */
export function installNodeVersions(): void {
  if (existsSync(findNode('node-24'))) return
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
}

/** Returns the path of a Node.js. */
export function findNode(version: NodeVersion): string {
  return fileURLToPath(new URL(`node_modules/${version}/bin/node`, folder))
}
