// @ts-check
// Holds what an application's bundle grows by, minified and gzipped, against size-budgets.json. With
// its dependencies in it, except for React.
import { readdirSync, readFileSync } from 'node:fs'

// @ts-expect-error: comes without types.
import esbuildPlugin from '@size-limit/esbuild'
// @ts-expect-error: comes without types.
import filePlugin from '@size-limit/file'
import sizeLimit from 'size-limit'

import { buildPages } from './lib/build-pages.mjs'
import { bundleStandalone } from './lib/bundle-standalone.mjs'
import { listPublishedPackages } from './lib/published-packages.mjs'
import { inRepository } from './lib/repository.mjs'

/**
 * @typedef {object} Budget
 * @property {string} name What is measured.
 * @property {Record<string, string>} [imports] What is imported, by entry.
 * @property {string} [file] The file that is measured as it is, when nothing is imported.
 * @property {string} [folder] The folder whose scripts are measured together, when they have hashes in their names.
 * @property {number} maximumBytes What it may weigh.
 * @property {number} [goalBytes] What the budget is to come down to.
 */

/** @type {Budget[]} */
const budgets = JSON.parse(readFileSync(inRepository('tools', 'size-budgets.json'), 'utf8'))
const entries = new Map(
  listPublishedPackages().flatMap(({ folder, entries: ownEntries }) =>
    ownEntries.map(({ specifier, types }) => [
      specifier,
      inRepository(folder, types.replace(/\.d\.ts$/, '.js')),
    ]),
  ),
)

const sizes = await measure()
const failures = budgets.flatMap((budget, index) => compare(budget, sizes[index] ?? 0))
if (failures.length > 0) {
  for (const failure of failures) console.error(failure)
  console.error('Make it smaller, or raise the budget in tools/size-budgets.json and say why.')
  process.exitCode = 1
} else {
  console.log(budgets.map((budget, index) => describe(budget, sizes[index] ?? 0)).join('; '))
}

/** @returns {Promise<number[]>} */
async function measure() {
  await Promise.all([bundleStandalone(), buildPages()])
  const checks = budgets.map(createCheck)
  /** @type {any} */
  const results = await sizeLimit([esbuildPlugin, filePlugin], { checks })
  /** @type {{ size: number }[]} */
  const measured = results
  return measured.map(({ size }) => size)
}

/** @param {Budget} budget */
function createCheck({ imports = {}, file, folder }) {
  if (folder !== undefined) {
    const scripts = readdirSync(inRepository(folder)).filter((name) => name.endsWith('.js'))
    return {
      files: scripts.map((name) => inRepository(folder, name)),
      gzip: true,
      esbuild: false,
    }
  }
  if (file !== undefined) return { files: [inRepository(file)], gzip: true, esbuild: false }
  return {
    files: [],
    gzip: true,
    ignore: ['react'],
    import: Object.fromEntries(
      Object.entries(imports).map(([specifier, names]) => [findEntry(specifier), names]),
    ),
    /** @param {object} config */
    modifyEsbuildConfig: (config) => ({ ...config, format: 'esm', target: 'es2023' }),
  }
}

/** @param {string} specifier */
function findEntry(specifier) {
  const path = entries.get(specifier)
  if (path !== undefined) return path
  throw new Error(`tools/size-budgets.json names ${specifier}, which no package exports.`)
}

/**
 * @param {Budget} budget
 * @param {number} size
 * @returns {string[]}
 */
function compare({ name, maximumBytes }, size) {
  if (size <= maximumBytes) return []
  return [
    `${name} is ${size} bytes, ${size - maximumBytes} more than its budget of ${maximumBytes}.`,
  ]
}

/**
 * @param {Budget} budget
 * @param {number} size
 */
function describe({ name, goalBytes }, size) {
  return `${name}: ${size} bytes${goalBytes === undefined ? '' : ` (to become ${goalBytes})`}`
}
