import { describe, expect, it } from 'vitest'

import { parseCounts } from './test-counts.mjs'
import { formatSummary } from './test-summary.mjs'

const plain = (_: string, text: string): string => text
const none = { passed: 0, failed: 0, skipped: 0 }
const check = { name: 'check', seconds: 12.34, counts: none, isUnexplained: false }

describe('parseCounts()', () => {
  // The first fields of what `vitest --reporter=json` wrote for a run of ours.
  it("reads Vitest's results", () => {
    const text =
      '{"numTotalTestSuites":9,"numPassedTestSuites":9,"numFailedTestSuites":0,"numPendingTestSuites":0,"numTotalTests":14,"numPassedTests":10,"numFailedTests":1,"numPendingTests":2,"numTodoTests":1}'

    expect(parseCounts(text)).toEqual({ passed: 10, failed: 1, skipped: 3 })
  })

  it('counts nothing where Vitest wrote nothing', () => {
    expect(parseCounts('{}')).toEqual(none)
  })
})

describe('formatSummary()', () => {
  it('adds all steps up in the last line', () => {
    const unit = { ...check, name: 'unit', counts: { ...none, passed: 400 } }
    const e2e = { ...check, name: 'e2e', counts: { ...none, passed: 10, failed: 2 } }

    expect(lastLine(formatSummary([check, unit, e2e], plain))).toBe('410 passed, 2 failed')
  })

  it('mentions skipped tests only where there are some', () => {
    const unit = { ...check, name: 'unit', counts: { passed: 4, failed: 0, skipped: 1 } }

    expect(lastLine(formatSummary([check, unit], plain))).toBe('4 passed, 0 failed, 1 skipped')
  })

  it('names a step that failed without a failing test', () => {
    const failed = { ...check, counts: { ...none, failed: 1 }, isUnexplained: true }

    expect(formatSummary([failed], plain)).toBe(
      '\n  ✗ check   12.3 s  failed: npm run check says above what is wrong\n\n0 passed, 1 failed',
    )
  })

  it('gives the time of each step', () => {
    expect(formatSummary([check], plain)).toContain('✓ check   12.3 s')
  })
})

function lastLine(text: string): string | undefined {
  return text.split('\n').at(-1)
}
