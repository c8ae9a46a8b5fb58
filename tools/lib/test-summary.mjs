// @ts-check

/**
 * `isUnexplained`: it failed without a failing test.
 * @typedef {{
 *   name: string,
 *   seconds: number,
 *   counts: import('./test-counts.mjs').Counts,
 *   isUnexplained: boolean,
 * }} StepResult
 */

/**
 * What each step gave, and all of them together in the last line.
 * @param {readonly StepResult[]} results
 * @param {import('./style.mjs').StyleText} style
 */
export function formatSummary(results, style) {
  const steps = results.map((result) => {
    const isPassed = result.counts.failed === 0
    const mark = isPassed ? style('green', '✓') : style('red', '✗')
    const seconds = `${result.seconds.toFixed(1)} s`.padStart(8)
    return `  ${mark} ${result.name.padEnd(6)}${style('dim', seconds)}  ${describe(result)}`
  })
  return ['', ...steps, '', formatCounts(addUp(results))].join('\n')
}

/** @param {StepResult} result */
function describe({ name, counts, isUnexplained }) {
  if (isUnexplained) return `failed: npm run ${name} says above what is wrong`
  return name === 'check' ? 'nothing to complain about' : formatCounts(counts)
}

/** @param {import('./test-counts.mjs').Counts} counts */
function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {readonly StepResult[]} results */
function addUp(results) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ kind) =>
    results.reduce((total, { counts }) => total + counts[kind], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
