import type { CheckStep, ExplainedCheck } from '../../explanation.ts'
import { pages } from '../../sentences/sentence-table.ts'

/** A step that went well or badly. */
export function step(
  what: string,
  isGood: boolean,
  [good, bad]: readonly [string, string],
): CheckStep {
  return { what, result: isGood ? good : bad, verdict: isGood ? 'passed' : 'failed' }
}

/** A step that only says something. */
export function fact(what: string, result: string): CheckStep {
  return { what, result, verdict: 'skipped' }
}

/** What cannot be worked out, since the sandbox has been changed too often since. */
export function unknownCheck(kind: ExplainedCheck['kind'], title: string): ExplainedCheck {
  return {
    kind,
    title,
    verdict: 'unknown',
    summary:
      'What was configured then is no longer known: the sandbox has been changed more than 200 times since.',
    steps: [],
    source: pages.sandbox,
  }
}
