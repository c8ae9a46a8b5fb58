import { ActionButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import type { Session } from '../server-answers.ts'

export interface SignedInUserProps {
  readonly session: Session | undefined
  readonly onSignOut: () => void
  /** Whether the user is on the way out. */
  readonly isLeaving: boolean
}

/** Who is signed in, and the way out. */
export function SignedInUser(props: SignedInUserProps): ReactElement | undefined {
  const { session, onSignOut, isLeaving } = props
  if (session?.status !== 'signed-in') return undefined

  return (
    <div className={user}>
      <span className={initial} aria-hidden="true">
        {session.name.slice(0, 1).toUpperCase()}
      </span>
      <div className={words}>
        <span className={nameStyle}>{session.name}</span>
        {session.email !== session.name && <span className={email}>{session.email}</span>}
      </div>
      <ActionButton isPending={isLeaving} onPress={onSignOut}>
        Sign out
      </ActionButton>
    </div>
  )
}

const user = style({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minWidth: 0,
  flexGrow: { default: 1, sm: 0 },
})

const initial = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  size: 36,
  flexShrink: 0,
  borderRadius: 'full',
  font: 'title',
  color: 'white',
  backgroundColor: 'magenta-900',
})

const words = style({ display: 'flex', flexDirection: 'column', minWidth: 0, flexGrow: 1 })

const nameStyle = style({ font: 'title', truncate: true })

const email = style({ font: 'body-xs', color: 'gray-700', truncate: true })
