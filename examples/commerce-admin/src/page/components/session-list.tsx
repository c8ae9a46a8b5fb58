import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { DayAndTime } from './day-and-time.tsx'
import { SessionAction } from './session-action.tsx'
import { SessionStatusLight } from './session-status-light.tsx'
import type { SessionsViewProps } from './session-table.tsx'

/** The user's sessions, for a window too narrow for a table. */
export function SessionList({ sessions, pending, onSignOut }: SessionsViewProps): ReactElement {
  return (
    <ul aria-label="Your sessions" className={list}>
      {sessions.map((session) => (
        <li key={session.label} className={item}>
          <span className={name}>
            Signed in <DayAndTime at={session.signedInAt} />
          </span>
          <span className={detail}>
            Token refreshed <DayAndTime at={session.refreshedAt} />
          </span>
          <span className={detail}>
            Token valid until <DayAndTime at={session.expiresAt} />
          </span>
          <div className={line}>
            <SessionStatusLight session={session} />
            <SessionAction
              session={session}
              isPending={session.label === pending?.label}
              onSignOut={onSignOut}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  paddingY: 12,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const line = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  columnGap: 12,
  rowGap: 4,
})

const name = style({ font: 'title', fontVariantNumeric: 'tabular-nums' })

const detail = style({ font: 'body-sm', color: 'gray-700', fontVariantNumeric: 'tabular-nums' })
