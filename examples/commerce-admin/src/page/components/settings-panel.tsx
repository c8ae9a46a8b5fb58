import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import type { Settings } from '../server-answers.ts'
import { Panel } from './panel.tsx'

export interface SettingsPanelProps {
  readonly settings: Settings
}

/** Where the server points: what its variables say, the secret aside. */
export function SettingsPanel({ settings }: SettingsPanelProps): ReactElement {
  const rows = [
    ['Adobe IMS', settings.imsOrigin],
    ['Commerce', settings.commerceOrigin],
    ['Client ID', settings.clientId],
    ['Scopes', settings.scopes.join(', ')],
    ['Redirect URI', settings.redirectUri],
  ] as const

  return (
    <Panel title="Settings">
      <dl className={list}>
        {rows.map(([term, value]) => (
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
