// @ts-check
// Runs the unit tests on other releases of Node.js, which come from npm.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

import { installWhenStale } from './lib/install.mjs'
import { inRepository, root } from './lib/repository.mjs'

const releases = ['22', '24']
const projects = ['unit', 'loading', 'dom', 'react-18'].flatMap((name) => ['--project', name])
// The machine may be busy with other work: vitest's 5 seconds are for one that is not. What hangs still ends.
const patience = ['--testTimeout', '30000', '--hookTimeout', '30000']

// Else the tests of npm start install the packages anew, while the other tests use them.
await installWhenStale()
run(process.execPath, [inRepository('node_modules', 'typescript', 'bin', 'tsc'), '-b'])
for (const release of releases) {
  const node = findNode(release)
  console.log(`\nNode.js ${release}`)
  run(node, ['--version'])
  run(node, [inRepository('node_modules', 'vitest', 'vitest.mjs'), 'run', ...projects, ...patience])
}

/** @param {string} release */
function findNode(release) {
  const folder = inRepository('tools', 'matrix', 'node_modules', `node-${release}`, 'bin')
  const node = ['node', 'node.exe']
    .map((name) => `${folder}/${name}`)
    .find((path) => existsSync(path))
  if (node === undefined) {
    throw new Error(
      `There is no Node.js ${release} in tools/matrix: run npm run matrix, which installs it.`,
    )
  }
  return node
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
