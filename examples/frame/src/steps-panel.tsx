import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { Panel } from './panel.tsx'

export interface StepsPanelProps {
  readonly steps: readonly (readonly [title: string, text: string])[]
}

/** What happens between the button and the content. */
export function StepsPanel({ steps }: StepsPanelProps): ReactElement {
  return (
    <Panel title="How it works">
      <ol className={list}>
        {steps.map(([title, text], index) => (
          <li key={title} className={item}>
            <span className={number} aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <div className={name}>{title}</div>
              <div className={description}>{text}</div>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

const list = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 20,
  margin: 0,
  padding: 0,
  listStyleType: 'none',
})

const item = style({ display: 'flex', gap: 12 })

const number = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  size: 28,
  flexShrink: 0,
  borderRadius: 'full',
  font: 'title-sm',
  color: 'gray-900',
  backgroundColor: 'gray-100',
})

const name = style({ font: 'title' })

const description = style({ font: 'body-sm', color: 'gray-700' })
