import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { parseReport } from '../tools/lib/verify-report.mjs'

const folder = new URL('seen/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('the reports of mudbrick verify in contract/seen', () => {
  it('are of Adobe, in the form of a report, and name exchanges that exist', () => {
    const targets = names.map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return [name, parseReport(text, name).target]
    })
    expect(targets.filter(([, target]) => target !== 'adobe')).toEqual([])
    expect(names.every((name) => /^\d{4}-\d\d-\d\d-\d+\.json$/.test(name))).toBe(true)
  })
})
