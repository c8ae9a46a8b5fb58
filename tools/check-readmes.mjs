// @ts-check
// Type-checks the programs of the READMEs: every block of `ts` or `tsx` that imports something. What
// imports nothing is a fragment of such a program, and left alone. A block that names a file after its language
// is that file, which the tests run.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { listCodeBlocks, listMarkdownFiles } from './lib/markdown.mjs'
import { inRepository, root } from './lib/repository.mjs'

const folder = '.cache/readmes'
rmSync(inRepository(folder), { recursive: true, force: true })

const readmes = listMarkdownFiles().filter(
  (file) => basename(file) === 'README.md' || dirname(file) === join('docs', 'guides'),
)
const programs = readmes.flatMap((file) => writePrograms(file))
const kept = readmes.flatMap((file) => listKeptPrograms(file))
const faults = [...checkTypes(), ...kept.flatMap((program) => compare(program))]

for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  console.error('Correct the README: a reader will copy that program.')
  process.exitCode = 1
} else {
  console.log(`${programs.length} programs in READMEs compile, ${kept.length} are run by tests.`)
}

/**
 * Leaves each program at its lines of the README, so that a fault is found where the compiler says.
 * @param {string} readme
 * @returns {string[]}
 */
function writePrograms(readme) {
  return listCodeBlocks(readFileSync(inRepository(readme), 'utf8'))
    .filter(({ language, code, file }) => {
      const isProgram = ['ts', 'tsx'].includes(language) && /^import /m.test(code)
      return isProgram && file === ''
    })
    .map(({ language, code, line }) => {
      const path = inRepository(folder, `${readme}.${line}.${language}`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, '\n'.repeat(line - 1) + code)
      return path
    })
}

/** @returns {string[]} */
function checkTypes() {
  const project = inRepository(folder, 'tsconfig.json')
  const configuration = { extends: '../../tsconfig.test.json', include: ['**/*.ts', '**/*.tsx'] }
  mkdirSync(inRepository(folder), { recursive: true })
  writeFileSync(project, JSON.stringify(configuration))
  const tsc = inRepository('node_modules', 'typescript', 'bin', 'tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', project], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return []
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\.cache\/readmes\/(.*?)\.\d+\.tsx?\((\d+),\d+\)/, '$1:$2'))
}

/**
 * @typedef {object} KeptProgram
 * @property {string} where Which block of which README.
 * @property {string} code The text of the block.
 * @property {string} file The file that has the same text.
 */

/**
 * @param {string} readme
 * @returns {KeptProgram[]}
 */
function listKeptPrograms(readme) {
  return listCodeBlocks(readFileSync(inRepository(readme), 'utf8'))
    .filter(({ file }) => file !== '')
    .map(({ code, line, file }) => ({
      where: `${readme}:${line}`,
      code,
      file: join(dirname(readme), file),
    }))
}

/**
 * @param {KeptProgram} program
 * @returns {string[]}
 */
function compare({ where, code, file }) {
  if (!existsSync(inRepository(file))) return [`${where}: there is no ${file}, which it names.`]
  // The tests have a stand-in for Playwright's runner, which is not installed here.
  const text = readFileSync(inRepository(file), 'utf8').replace(
    `'./playwright-test.ts'`,
    `'@playwright/test'`,
  )
  return text === code ? [] : [`${where}: differs from ${file}, which the tests run.`]
}
