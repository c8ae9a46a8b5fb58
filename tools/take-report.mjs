// @ts-check
// Takes a report of `mudbrick verify` into contract/seen, and writes the tables that count it.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

import { Failure, reportFailure } from './lib/failure.mjs'
import { inRepository } from './lib/repository.mjs'
import { parseReport } from './lib/verify-report.mjs'

try {
  const [file, ...others] = process.argv.slice(2)
  if (file === undefined || others.length > 0)
    throw new Failure('Name one report: node tools/take-report.mjs mudbrick-verify.json')
  takeReport(file)
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}

/** @param {string} file */
function takeReport(file) {
  const report = parseReport(read(file), file)
  if (report.target !== 'adobe') {
    throw new Failure(`${file} is a report on ${report.target}: only those on Adobe are taken.`)
  }
  const name = findName(report.date)
  writeFileSync(inRepository(name), `${JSON.stringify(report, undefined, 2)}\n`, { flag: 'wx' })
  const { status, stderr } = spawnSync(
    process.execPath,
    [inRepository('tools/write-tables.mjs'), '--write'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Failure('The tables could not be written.', { output: stderr })
  const same = report.exchanges.filter(({ result }) => result === 'same').length
  console.log(`${name}: ${same} exchanges seen at Adobe. The tables count it: commit both.`)
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Failure(`${file} cannot be read: name the JSON file that mudbrick verify wrote.`)
  }
}

/** @param {string} date */
function findName(date) {
  for (let number = 1; ; number += 1) {
    const name = `contract/seen/${date}-${number}.json`
    if (!existsSync(inRepository(name))) return name
  }
}
