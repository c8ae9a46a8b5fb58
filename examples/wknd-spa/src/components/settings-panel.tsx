import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useApplication } from '../application.ts'
import { Panel } from './panel.tsx'

/** Where this app points: what its variables say. */
export function SettingsPanel(): ReactElement {
  const { configuration } = useApplication()
  const settings = [
    ['Adobe IMS', new URL(configuration.authorizationEndpoint).origin],
    ['AEM author', configuration.aemOrigin],
    ['Client ID', configuration.clientId],
    ['Scopes', configuration.scopes.split(/[\s,]+/).join(', ')],
    ['Redirect URI', configuration.redirectUri],
  ] as const

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
