import { useMediaQuery } from '@mudbrick/sample-frame'
import { Cell, Column, Row, TableBody, TableHeader, TableView } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { formatDayAndTime } from '../day-and-time.ts'
import type { ListedSession } from '../server-answers.ts'
import { calculateTableHeight } from '../table-height.ts'
import { DayAndTime } from './day-and-time.tsx'
import { SessionAction } from './session-action.tsx'
import { SessionStatusLight } from './session-status-light.tsx'

export interface SessionsViewProps {
  readonly sessions: readonly ListedSession[]
  /** The session that is being signed out. */
  readonly pending: ListedSession | undefined
  readonly onSignOut: (session: ListedSession) => void
}

/** The user's sessions, for a wide window. */
export function SessionTable({ sessions, pending, onSignOut }: SessionsViewProps): ReactElement {
  const isTouch = useMediaQuery('not ((hover: hover) and (pointer: fine))')
  return (
    <TableView
      aria-label="Your sessions"
      styles={table}
      UNSAFE_style={{ height: calculateTableHeight(sessions.length, isTouch) }}
    >
      <TableHeader>
        <Column id="signedInAt" isRowHeader minWidth={155} width="1fr">
          Signed in
        </Column>
        <Column id="refreshedAt" minWidth={160} width="1fr">
          Token refreshed
        </Column>
        <Column id="expiresAt" minWidth={165} width="1fr">
          Token valid until
        </Column>
        <Column id="status" minWidth={130} width="0.7fr">
          Status
        </Column>
        <Column id="action" width={130}>
          Action
        </Column>
      </TableHeader>
      <TableBody
        items={sessions.map((session) => ({ id: session.label, session }))}
        dependencies={[pending]}
      >
        {({ session }) => (
          <Row textValue={formatDayAndTime(session.signedInAt)}>
            <Cell>
              <span className={strong}>
                <DayAndTime at={session.signedInAt} />
              </span>
            </Cell>
            <Cell>
              <DayAndTime at={session.refreshedAt} />
            </Cell>
            <Cell>
              <DayAndTime at={session.expiresAt} />
            </Cell>
            <Cell>
              <SessionStatusLight session={session} />
            </Cell>
            <Cell>
              <SessionAction
                session={session}
                isPending={session.label === pending?.label}
                onSignOut={onSignOut}
              />
            </Cell>
          </Row>
        )}
      </TableBody>
    </TableView>
  )
}

const table = style({ width: 'full' })

const strong = style({
  fontWeight: 'medium',
  color: 'gray-900',
  fontVariantNumeric: 'tabular-nums',
})
