// @ts-check
// Holds packages/*/api.md, the public surface of each package, against its compiled declarations, so
// that every change of it shows in review. With --write it writes these files.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor'

import { listPublishedPackages } from './lib/published-packages.mjs'
import { inRepository } from './lib/repository.mjs'

/** @typedef {import('./lib/published-packages.mjs').PublishedPackage} PublishedPackage */
/** @typedef {import('./lib/published-packages.mjs').Entry} Entry */

// API Extractor brings a TypeScript of its own, which does not know every option of ours.
const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  jsx: 'react-jsx',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
}

/** @type {any} Typed as an enum that is not there when this runs. */
const messages = {
  compilerMessageReporting: { default: { logLevel: 'error' } },
  extractorMessageReporting: { default: { logLevel: 'none' } },
  tsdocMessageReporting: { default: { logLevel: 'none' } },
}

const compilerFault = /^TS\d+$/

const isWriting = process.argv.includes('--write')
// `./internal` and `./explains` may change in any release, and only packages of this repository import
// them, which the same build compiles. `./standalone.dev.js` has the types of `./standalone.js`.
const unreported = ['./internal', './explains', './standalone.dev.js']
const packages = listPublishedPackages()
  .map((published) => ({
    ...published,
    entries: published.entries.filter(({ subpath }) => !unreported.includes(subpath)),
  }))
  .filter(({ entries }) => entries.length > 0)
const reportFolder = mkdtempSync(join(tmpdir(), 'mudbrick-api-'))
try {
  requireDeclarations()
  const stale = reportPackages()
  if (isWriting) console.log(`Wrote ${stale.length} API reports of ${packages.length}.`)
  else if (stale.length === 0) console.log(`${packages.length} API reports are up to date.`)
  else {
    console.error(stale.join('\n'))
    console.error('If the public API is meant to change so, run `npm run fix` and commit api.md.')
    process.exitCode = 1
  }
} finally {
  rmSync(reportFolder, { recursive: true })
}

function requireDeclarations() {
  const missing = packages
    .flatMap(({ folder, entries }) => entries.map(({ types }) => join(folder, types)))
    .find((path) => !existsSync(inRepository(path)))
  if (missing === undefined) return
  console.error(`${missing} does not exist: run \`npx tsc -b\` first.`)
  process.exit(1)
}

/** @returns {string[]} What is not as it should be, or was not until now. */
function reportPackages() {
  const entries = packages.flatMap((published) =>
    published.entries.map((entry) => ({ entry, config: configure(published, entry) })),
  )
  const [first, ...others] = entries.map(({ config }) => config)
  if (first === undefined) return []
  // One program for all entries: most of the time goes into reading the declarations of the platform.
  const compilerState = CompilerState.create(first, {
    additionalEntryPoints: others.map((config) => config.mainEntryPointFilePath),
  })
  const surfaces = new Map(
    entries.map(({ entry, config }) => [entry, extractSurface(config, compilerState)]),
  )
  return packages.flatMap((published) => compare(published, surfaces))
}

/**
 * @param {PublishedPackage} published
 * @param {Entry} entry
 */
function configure({ folder, name }, { types, specifier }) {
  return ExtractorConfig.prepare({
    packageJsonFullPath: inRepository(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: inRepository(folder),
      mainEntryPointFilePath: inRepository(folder, types),
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      apiReport: {
        enabled: true,
        reportFolder,
        reportTempFolder: join(reportFolder, 'temp'),
        reportFileName: `${(specifier || name).replaceAll(/\W+/g, '-')}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages,
    },
  })
}

/**
 * @param {ExtractorConfig} config
 * @param {CompilerState} compilerState
 */
function extractSurface(config, compilerState) {
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    compilerState,
    messageCallback: (message) => {
      message.handled = true
      if (compilerFault.test(message.messageId)) console.error(message.text)
    },
  })
  if (!succeeded) throw new Error(`API Extractor could not read ${config.mainEntryPointFilePath}.`)
  return readSurface(config.reportFilePath)
}

/** @param {string} path */
function readSurface(path) {
  const code = /```ts\n([\s\S]*)```/.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
  return code
    .replaceAll(/^\/\/ @public\n/gm, '')
    .replace(/^\/\/ \(No @packageDocumentation comment for this package\)$/m, '')
    .trim()
}

/**
 * @param {PublishedPackage} published
 * @param {Map<Entry, string>} surfaces
 * @returns {string[]}
 */
function compare({ name, folder, entries }, surfaces) {
  const path = `${folder}/api.md`
  const sections = entries.map(
    (entry) => `## \`${entry.specifier}\`\n\n\`\`\`ts\n${surfaces.get(entry)}\n\`\`\`\n`,
  )
  const report = `# Public API of ${name}\n\nWritten by \`npm run fix\`, for reviewers.\n\n${sections.join('\n')}`
  const present = existsSync(inRepository(path)) ? readFileSync(inRepository(path), 'utf8') : ''
  if (report === present) return []
  if (isWriting) writeFileSync(inRepository(path), report)
  return [describeDifference(path, present.split('\n'), report.split('\n'))]
}

/**
 * @param {string} path
 * @param {string[]} before
 * @param {string[]} after
 */
function describeDifference(path, before, after) {
  const lines = [
    ...before.filter((line) => !after.includes(line)).map((line) => `    - ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `    + ${line}`),
  ]
  const rest = lines.length > 12 ? [`    and ${lines.length - 12} lines more`] : []
  return [`${path} is not what the package exports:`, ...lines.slice(0, 12), ...rest].join('\n')
}
