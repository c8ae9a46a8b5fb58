// @ts-check
// Type-checks the programs of the READMEs: every block of `ts` or `tsx` that imports something. What
// imports nothing is a fragment of such a program, and left alone.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

import { listCodeBlocks, listMarkdownFiles } from './lib/markdown.mjs'
import { inRepository, root } from './lib/repository.mjs'

const folder = '.cache/readmes'
rmSync(inRepository(folder), { recursive: true, force: true })

const programs = listMarkdownFiles()
  .filter((file) => basename(file) === 'README.md')
  .flatMap((file) => writePrograms(file))
const faults = checkTypes()

for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  console.error('Correct the README: a reader will copy that program.')
  process.exitCode = 1
} else console.log(`${programs.length} programs in READMEs compile.`)

/**
 * Leaves each program at its lines of the README, so that a fault is found where the compiler says.
 * @param {string} readme
 * @returns {string[]}
 */
function writePrograms(readme) {
  return listCodeBlocks(readFileSync(inRepository(readme), 'utf8'))
    .filter(({ language, code }) => ['ts', 'tsx'].includes(language) && /^import /m.test(code))
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
