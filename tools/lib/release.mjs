// @ts-check
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

import { Failure, reportFailure } from './failure.mjs'
import { npm } from './npm.mjs'
import { sayDone, withProgress } from './progress.mjs'
import { listPublishedPackages } from './published-packages.mjs'
import { runQuietly } from './quiet-command.mjs'
import { inRepository, root } from './repository.mjs'

const usage = `
  npm run release                gives all packages their next version, as the files in .changeset ask for,
                                 writes their changelogs, and tests everything; you look at it and commit
  npm run release -- --publish   in CI, on that commit: tests everything again, and publishes
  npm run release -- --dry-run   changes nothing: says what the next version would be, and packs it
`

/** @param {string[]} args */
export async function release(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage)
  const unknown = args.find((arg) => !['--dry-run', '--publish'].includes(arg))
  try {
    if (unknown !== undefined) {
      throw new Failure(`There is no option ${unknown}: see \`npm run release -- --help\`.`)
    }
    if (args.includes('--dry-run')) await rehearse()
    else if (args.includes('--publish')) await publish()
    else await version()
  } catch (error) {
    reportFailure(error)
    process.exitCode = 1
  }
}

async function rehearse() {
  await sayPlan()
  await runStep('build', ['run', 'build'])
  await runStep('check', ['run', 'check'])
  for (const { name, size, files } of pack()) {
    sayDone(`${name} would be ${files.length} files, ${Math.ceil(size / 1024)} kB packed`)
  }
  console.log('\nNothing was changed, and nothing was published.')
}

async function version() {
  requireCleanTree()
  const next = await sayPlan()
  if (next === undefined) {
    throw new Failure('There is nothing to release: describe a change with `npx changeset` first.')
  }
  await runChangeset('version')
  await runStep('lock', ['install', '--package-lock-only', '--ignore-scripts'])
  await runStep('format', ['run', 'fix'])
  await runStep('test', ['test'])
  console.log(`\nLook at the changelogs, then: git commit --all --message 'Release ${next}'`)
}

async function publish() {
  // npm can sign the origin of a package only there: see publishConfig.provenance.
  if (process.env.CI === undefined) {
    throw new Failure('Packages are published from CI only: `--publish` is for its release job.')
  }
  requireCleanTree()
  if ((await readPlan()).length > 0) {
    throw new Failure('There are changes without a version: run `npm run release` and commit.')
  }
  await runStep('build', ['run', 'build'])
  await runStep('test', ['test'])
  await runChangeset('publish')
  sayDone('Published')
}

function requireCleanTree() {
  const changes = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' })
  if (changes === '') return
  throw new Failure('There are changes that are not committed: commit or remove them first.', {
    output: changes,
  })
}

/** @returns {Promise<string | undefined>} The next version, if there is to be one. */
async function sayPlan() {
  const releases = await readPlan()
  const [first] = releases
  if (first === undefined) {
    sayDone('No changes are waiting for a version')
    return undefined
  }
  sayDone(`${releases.length} packages go from ${first.oldVersion} to ${first.newVersion}`)
  return first.newVersion
}

/** @typedef {{ name: string, type: string, oldVersion: string, newVersion: string }} PlannedRelease */

/** @returns {Promise<PlannedRelease[]>} */
async function readPlan() {
  const path = '.cache/release-plan.json'
  try {
    await runChangeset('status', `--output=${path}`)
    /** @type {{ releases: PlannedRelease[] }} */
    const { releases } = JSON.parse(readFileSync(inRepository(path), 'utf8'))
    return releases.filter(({ type }) => type !== 'none')
  } finally {
    rmSync(inRepository(path), { force: true })
  }
}

/** @returns {{ name: string, size: number, files: unknown[] }[]} */
function pack() {
  const workspaces = listPublishedPackages().map(({ folder }) => `--workspace=${folder}`)
  const { command, args, shell } = npm(['pack', '--dry-run', '--ignore-scripts', '--json'])
  const output = execFileSync(command, [...args, ...workspaces], {
    cwd: root,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output)
}

/** @param {string[]} args */
async function runChangeset(...args) {
  const script = inRepository('node_modules', '@changesets', 'cli', 'bin.js')
  await runQuietly({
    name: `changeset ${args[0]}`,
    command: process.execPath,
    args: [script, ...args],
  })
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function runStep(name, args) {
  await withProgress({ doing: `npm ${args.join(' ')}`, done: `npm ${args.join(' ')}` }, () =>
    runQuietly({ name: `release ${name}`, ...npm(args) }),
  )
}
