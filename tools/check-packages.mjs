// @ts-check
// Packs every published package as npm would, and holds the result against publint and
// "are the types wrong", as a user's Node, bundler and TypeScript would read it.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { problemKindInfo } from '@arethetypeswrong/core/problems'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

import { packPackages } from './lib/pack-packages.mjs'
import { listPublishedPackages } from './lib/published-packages.mjs'
import { root } from './lib/repository.mjs'

/** @typedef {import('./lib/published-packages.mjs').PublishedPackage} PublishedPackage */

const packages = listPublishedPackages()
const folder = await mkdtemp(join(tmpdir(), 'mudbrick-pack-'))
try {
  const tarballs = await packPackages(folder)
  const failures = []
  for (const published of packages) {
    const tarball = await readFile(tarballs.get(published.name) ?? '')
    failures.push(...(await lint(published, tarball)), ...(await checkTypes(published, tarball)))
    failures.push(...(await checkLicense(published)))
  }
  for (const failure of failures) console.error(failure)
  if (failures.length > 0) {
    console.error('Correct these in the package.json of the package (or build it: npx tsc -b).')
    process.exitCode = 1
  } else console.log(`${packages.length} packages are fit to be published.`)
} finally {
  await rm(folder, { recursive: true })
}

/**
 * @param {PublishedPackage} published
 * @param {Buffer} tarball
 * @returns {Promise<string[]>}
 */
async function lint({ name, plannedEntries }, tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    level: 'warning',
    strict: true,
  })
  return messages
    .filter((message) => !plannedEntries.includes(message.path[1] ?? ''))
    .map((message) => `${name}: ${formatMessage(message, pkg, { color: false })} (publint)`)
}

/**
 * npm packs a license that lies in the folder of the package, and no other.
 * @param {PublishedPackage} published
 * @returns {Promise<string[]>}
 */
async function checkLicense({ name, folder: path }) {
  const [ours, packed] = await Promise.all(
    ['LICENSE', `${path}/LICENSE`].map((file) =>
      readFile(join(root, file), 'utf8').catch(() => ''),
    ),
  )
  return ours === packed ? [] : [`${name}: its LICENSE is not the repository's: copy that one.`]
}

/**
 * Mudbrick is ESM only, so that the resolutions of CommonJS are left out: attw's profile `esm-only`.
 * @param {PublishedPackage} published
 * @param {Buffer} tarball
 * @returns {Promise<string[]>}
 */
async function checkTypes({ name, entries }, tarball) {
  if (entries.length === 0) return []
  const result = await checkPackage(createPackageFromTarballData(tarball), {
    entrypoints: entries.map(({ subpath }) => subpath),
  })
  if (!result.types) return [`${name}: no type declarations are packed (attw)`]
  const problems = result.problems.filter(
    (problem) =>
      !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  )
  return [...new Set(problems.map((problem) => `${name}${describe(problem)} (attw)`))]
}

/** @param {import('@arethetypeswrong/core').Problem} problem */
function describe(problem) {
  const { title, docsUrl } = problemKindInfo[problem.kind]
  const where = 'entrypoint' in problem ? ` at ${problem.entrypoint}` : ''
  const what = 'moduleSpecifier' in problem ? ` of ${problem.moduleSpecifier}` : ''
  return `${where}: ${title}${what}; see ${docsUrl}`
}
