import { ActionButton, Badge } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { formatDayAndTime } from '../day-and-time.ts'
import type { ListedSession } from '../server-answers.ts'

export interface SessionActionProps {
  readonly session: ListedSession
  readonly isPending: boolean
  readonly onSignOut: (session: ListedSession) => void
}

/** The button that ends another session of the user; this one is marked instead. */
export function SessionAction(props: SessionActionProps): ReactElement {
  const { session, isPending, onSignOut } = props
  if (session.isCurrent) {
    return (
      <Badge variant="accent" fillStyle="subtle" size="S">
        This session
      </Badge>
    )
  }
  return (
    <ActionButton
      size="S"
      aria-label={`Sign out the session of ${formatDayAndTime(session.signedInAt)}`}
      isPending={isPending}
      onPress={() => onSignOut(session)}
    >
      Sign out
    </ActionButton>
  )
}
