import { Panel } from '@mudbrick/sample-frame'
import { ActionButton, Badge } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useSyncExternalStore } from 'react'

import { useApplication } from '../application.ts'
import type { Call } from '../call-recorder.ts'
import { TimeOfDay } from './time-of-day.tsx'

/** What this page asked of its server, newest first, and which process answered. */
export function CallsPanel(): ReactElement {
  const { recorder } = useApplication()
  const calls = useSyncExternalStore(recorder.subscribe, recorder.getCalls)

  return (
    <Panel title="Calls">
      {calls.length === 0 ? (
        <p className={text}>No call yet.</p>
      ) : (
        <div className={stack}>
          <div className={scroller} role="region" aria-label="Calls, newest first" tabIndex={0}>
            <ul className={list}>
              {calls.map((call) => (
                <CallItem key={call.id} call={call} />
              ))}
            </ul>
          </div>
          <ActionButton onPress={recorder.clear} styles={button}>
            Clear the list
          </ActionButton>
        </div>
      )}
    </Panel>
  )
}

function CallItem({ call }: { readonly call: Call }): ReactElement {
  const { method, path, status, at, durationMs, process } = call
  return (
    <li className={item}>
      <div className={line}>
        <Badge variant={chooseVariant(process)} fillStyle="subtle" size="S">
          {process ?? describeSilence(call)}
        </Badge>
        <span className={text}>
          {status && `${status} · `}
          {durationMs !== undefined && `${Math.round(durationMs)} ms · `}
          <TimeOfDay at={at} />
        </span>
      </div>
      <code className={code} title={`${method} ${path}`}>
        {method} {path}
      </code>
    </li>
  )
}

function describeSilence({ durationMs, isAbandoned }: Call): string {
  if (isAbandoned) return 'Abandoned'
  return durationMs === undefined ? 'Waiting' : 'No answer'
}

/** A colour for each process, so that their turns are seen at a glance. */
function chooseVariant(process: string | undefined): 'indigo' | 'seafoam' | 'neutral' {
  if (process === undefined) return 'neutral'
  return process.endsWith('1') ? 'indigo' : 'seafoam'
}

const stack = style({ display: 'flex', flexDirection: 'column', gap: 12 })

const text = style({
  font: 'body-sm',
  color: 'gray-700',
  margin: 0,
  fontVariantNumeric: 'tabular-nums',
})

const scroller = style({
  maxHeight: 320,
  overflowY: 'auto',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  borderRadius: 'default',
})

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  paddingY: 8,
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const line = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  columnGap: 8,
})

const code = style({ font: 'code-xs', overflowWrap: 'anywhere', lineClamp: 3 })

const button = style({ alignSelf: 'start' })
