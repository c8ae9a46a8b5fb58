import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { Panel } from './panel.tsx'

export interface SettingsPanelProps {
  readonly settings: readonly (readonly [term: string, value: string])[]
}

/** Where the sample points: what its variables say, secrets aside. */
export function SettingsPanel({ settings }: SettingsPanelProps): ReactElement {
  return (
    <Panel title="Settings">
      <dl className={list}>
        {settings.map(([term, value]) => (
          <div key={term} className={row}>
            <dt className={label}>{term}</dt>
            <dd className={code}>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

const list = style({ display: 'flex', flexDirection: 'column', gap: 12, margin: 0 })

const row = style({ display: 'flex', flexDirection: 'column', gap: 4 })

const label = style({ font: 'detail', color: 'gray-700' })

const code = style({ font: 'code-sm', margin: 0, overflowWrap: 'anywhere' })
