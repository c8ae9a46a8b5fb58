import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { PageHeading } from '../parts/page-heading.tsx'
import { ClockPanel } from './clock-panel.tsx'
import { FaultForm } from './fault-form.tsx'
import { FaultList } from './fault-list.tsx'

/** Moves the sandbox’s time, and lets things go wrong. */
export function ClockAndFaults(): ReactElement {
  return (
    <>
      <PageHeading title="Clock and faults">
        What an application does when a token expires or a service fails can be seen in minutes
        rather than days. Each action shows the code and the command that do the same.
      </PageHeading>
      <div className={panels}>
        <ClockPanel />
        <FaultForm />
        <FaultList />
      </div>
    </>
  )
}

const panels = style({ display: 'flex', flexDirection: 'column', gap: 24 })
