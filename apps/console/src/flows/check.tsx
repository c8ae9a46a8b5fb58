import { Disclosure, DisclosurePanel, DisclosureTitle, StatusLight } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ExplainedCheck } from '@mudbrick/sandbox'
import type { ReactElement } from 'react'

import { Source } from './source.tsx'

export interface CheckProps {
  readonly check: ExplainedCheck
}

const lights = {
  passed: 'positive',
  failed: 'negative',
  weak: 'notice',
  unknown: 'neutral',
  skipped: 'neutral',
} as const

const verdicts = {
  passed: 'Passed',
  failed: 'Failed',
  weak: 'Weak',
  unknown: 'Not known',
} as const

/** One question, its answer, and how that was found out. */
export function Check({ check }: CheckProps): ReactElement {
  const { title, verdict, summary, steps, source } = check
  return (
    <Disclosure isQuiet defaultExpanded={verdict === 'failed'} size="S">
      <DisclosureTitle level={5}>{`${verdicts[verdict]}: ${title}`}</DisclosureTitle>
      <DisclosurePanel>
        <p className={paragraph}>
          {summary} <Source source={source} />
        </p>
        <ol className={list}>
          {steps.map(({ what, result, verdict: outcome }) => (
            <li key={what + result} className={step}>
              <span className={words}>{what}</span>
              <StatusLight size="S" variant={lights[outcome]}>
                {result}
              </StatusLight>
            </li>
          ))}
        </ol>
      </DisclosurePanel>
    </Disclosure>
  )
}

const paragraph = style({ font: 'body-sm', margin: 0 })
const list = style({ margin: 0, marginTop: 8, padding: 0, listStyleType: 'none' })

const step = style({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  columnGap: 16,
  paddingY: 4,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const words = style({ font: 'code-sm', overflowWrap: 'anywhere', minWidth: 0 })
