import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { listFiles, readOperation } from './exchange.ts'

interface Report {
  readonly format: string
  readonly date: string
  readonly target: string
  readonly exchanges: readonly {
    readonly file: string
    readonly name: string
    readonly result: string
  }[]
}

const folder = new URL('seen/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const exchanges = new Set(
  listFiles().flatMap((file) => readOperation(file).exchanges.map(({ name }) => `${file} ${name}`)),
)

describe('the reports of mudbrick verify in contract/seen', () => {
  it('are of Adobe, in the form of a report, and name exchanges that exist', () => {
    for (const name of names) {
      const report = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Report
      expect([name, report.format, report.target]).toEqual([name, 'mudbrick-verify-1', 'adobe'])
      const unknown = report.exchanges.filter(
        ({ file, name: exchange }) => !exchanges.has(`${file} ${exchange}`),
      )
      expect(unknown).toEqual([])
    }
    expect(names.every((name) => /^\d{4}-\d\d-\d\d-\d+\.json$/.test(name))).toBe(true)
  })
})
