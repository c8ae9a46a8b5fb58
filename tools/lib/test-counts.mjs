// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs'

import { inRepository } from './repository.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What makes Vitest write its results to a file, and still tell them to the terminal.
 * @param {string} step
 */
export function chooseReporters(step) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile(step)}`]
}

/**
 * Forgets the results of the last run, which would stand if Vitest crashed.
 * @param {string} step
 */
export function removeCounts(step) {
  rmSync(inRepository(resultsFile(step)), { force: true })
}

/**
 * @param {string} step
 * @returns {Counts}
 */
export function readCounts(step) {
  const path = inRepository(resultsFile(step))
  return parseCounts(existsSync(path) ? readFileSync(path, 'utf8') : '{}')
}

/**
 * @param {string} text The results in the form of Jest, which Vitest writes.
 * @returns {Counts}
 */
export function parseCounts(text) {
  const {
    numPassedTests: passed = 0,
    numFailedTests: failed = 0,
    numPendingTests: pending = 0,
    numTodoTests: todo = 0,
  } = JSON.parse(text)
  return { passed, failed, skipped: pending + todo }
}

/** @param {string} step */
function resultsFile(step) {
  return `.cache/results-${step}.json`
}
