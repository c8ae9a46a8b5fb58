// @ts-check
// Holds two laws of ARCHITECTURE.md: only our packages import @mudbrick/http/internal, which has no
// promise; and in the sandbox only two rooms import Node, so that the rest is a function from request to
// response.
import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

import { listCodeBlocks, listMarkdownFiles } from './lib/markdown.mjs'
import { inRepository } from './lib/repository.mjs'

const internalEntry = '@mudbrick/http/internal'
/** What users copy: the samples, and the programs of the guides. */
const copied = ['examples', 'docs']
const remedy = 'it may change in any release, and users copy this. Use a documented entry.'
const sandbox = 'packages/sandbox/src'
/** The first listens and reads files; the second stands in for Node's own `fetch` and sockets. */
const roomsOfNode = ['lib/node/', 'lib/intercept/']

const failures = [
  ...copied.flatMap((folder) => listPrograms(folder)).flatMap(checkProgram),
  ...listMarkdownFiles().flatMap(checkMarkdown),
  ...listPrograms(sandbox).flatMap(checkSandbox),
]

for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exit(1)
console.log(
  'Imports hold: no internal entry in samples and guides, Node in two rooms of the sandbox.',
)

/** @param {string} file */
function checkProgram(file) {
  return importsOf(readFileSync(inRepository(file), 'utf8'))
    .filter((specifier) => specifier === internalEntry)
    .map((specifier) => `${file} imports ${specifier}: ${remedy}`)
}

/** @param {string} file */
function checkMarkdown(file) {
  return listCodeBlocks(readFileSync(inRepository(file), 'utf8'))
    .filter(({ code }) => importsOf(code).includes(internalEntry))
    .map(({ line }) => `${file}:${line} imports ${internalEntry}: ${remedy}`)
}

/** @param {string} file */
function checkSandbox(file) {
  const name = file.slice(sandbox.length + 1)
  if (name.endsWith('.test.ts') || roomsOfNode.some((room) => name.startsWith(room))) return []
  return importsOf(readFileSync(inRepository(file), 'utf8'))
    .filter((specifier) => specifier.startsWith('node:'))
    .map(
      (specifier) =>
        `${file} imports ${specifier}: only ${roomsOfNode.join(' and ')} of the sandbox may, so inject what it needs.`,
    )
}

/** @param {string} text */
function importsOf(text) {
  return [
    ...text.matchAll(/(?:from|import|import\(|require\(|getBuiltinModule\()\s*['"]([^'"]+)['"]/g),
  ].map(([, specifier = '']) => specifier)
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listPrograms(folder) {
  return readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !/\/(node_modules|dist)\//.test(name))
}
