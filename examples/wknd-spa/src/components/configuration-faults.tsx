import { Provider } from '@react-spectrum/s2'
import GearSetting from '@react-spectrum/s2/illustrations/gradient/generic1/GearSetting'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface ConfigurationFaultsProps {
  readonly faults: readonly string[]
}

/** The page instead of the app when its configuration cannot work. */
export function ConfigurationFaults({ faults }: ConfigurationFaultsProps): ReactElement {
  return (
    <Provider locale="en-US" background="layer-1" styles={page}>
      <title>Configuration · WKND SPA</title>
      <main className={card}>
        <GearSetting />
        <h1 className={heading}>The configuration of this app needs a change</h1>
        <ul className={list}>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
        <p className={hint}>Then start the app again: it reads its configuration at start-up.</p>
      </main>
    </Provider>
  )
}

const page = style({
  minHeight: 'screen',
  padding: { default: 16, sm: 48 },
  boxSizing: 'border-box',
})

const card = style({
  maxWidth: 720,
  marginX: 'auto',
  padding: { default: 24, sm: 48 },
  boxSizing: 'border-box',
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const heading = style({ font: 'heading-lg', marginTop: 16, marginBottom: 0 })

const list = style({
  font: 'body-lg',
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  paddingStart: 20,
  marginY: 24,
  overflowWrap: 'anywhere',
})

const hint = style({ font: 'body', color: 'gray-700', margin: 0 })
