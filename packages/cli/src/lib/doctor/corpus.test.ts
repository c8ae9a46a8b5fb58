import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { examine } from './examine.ts'
import { findFiles } from './project/find-files.ts'

interface Entry {
  readonly project: string
  readonly expected: string | null
  readonly also?: readonly string[]
  readonly heldOut?: number
  readonly file?: string
  readonly line?: number
}

const corpus = fileURLToPath(new URL('../../../../doctor/corpus/', import.meta.url))
const entries: readonly Entry[] = JSON.parse(readFileSync(`${corpus}manifest.json`, 'utf8'))
const results = entries.map((entry) => ({
  ...entry,
  findings: examine(findFiles(corpus + entry.project), corpus + entry.project, {
    nowMs: Date.parse('2026-12-01'),
  }).findings,
}))

describe('the corpus', () => {
  it('has at least 60 projects with a mistake and 20 without', () => {
    const clean = entries.filter(({ expected }) => expected === null)
    expect(clean.length).toBeGreaterThanOrEqual(20)
    expect(entries.length - clean.length).toBeGreaterThanOrEqual(60)
  })

  it('has its mistakes found, nine of ten at least', () => {
    const withMistake = results.filter(({ expected }) => expected !== null)
    const missed = withMistake.filter(
      ({ expected, findings }) => !findings.some(({ code }) => code === expected),
    )
    expect(missed.map(({ project, expected }) => `${project}: ${expected}`)).toEqual([])
  })

  it('names the file and the line to change', () => {
    const wrong = results.flatMap(({ project, expected, file, line, findings }) =>
      file === undefined ||
      findings.some(
        (found) => found.code === expected && found.file === file && found.line === line,
      )
        ? []
        : [`${project}: ${expected} ${file}:${line}`],
    )
    expect(wrong).toEqual([])
  })

  it('reports no false error', () => {
    const wrong = results.flatMap(({ project, expected, also = [], findings }) =>
      findings
        .filter(({ severity }) => severity === 'error')
        .filter(({ code }) => code !== expected && !also.includes(code))
        .map(({ code, sentence }) => `${project}: ${code} ${sentence}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no warning where there is no mistake', () => {
    const wrong = results
      .filter(({ expected }) => expected === null)
      .flatMap(({ project, findings }) =>
        findings
          .filter(({ severity }) => severity !== 'advice')
          .map(({ code, sentence }) => `${project}: ${code} ${sentence}`),
      )
    expect(wrong).toEqual([])
  })
})

describe('our own samples', () => {
  it.each([['wknd-spa'], ['express-embed'], ['commerce-admin']])('have nothing: %s', (name) => {
    const folder = fileURLToPath(new URL(`../../../../../examples/${name}`, import.meta.url))
    const { findings } = examine(findFiles(folder), folder, { nowMs: Date.parse('2026-12-01') })
    // A user's own certificate and variables are no part of the sample.
    expect(findings.filter(({ file }) => !file?.startsWith('.env'))).toEqual([])
  })
})
