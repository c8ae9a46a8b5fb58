import { useSession } from '@mudbrick/react'
import { ActionButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { TokenTimeLeft } from './token-time-left.tsx'

export interface SignedInUserProps {
  readonly onSignOut: () => void
}

/** Who is signed in, for how long, and the way out. */
export function SignedInUser({ onSignOut }: SignedInUserProps): ReactElement | undefined {
  const { snapshot } = useSession()
  if (snapshot.status !== 'signed-in') return undefined

  const name = snapshot.profile?.name ?? snapshot.profile?.email ?? 'Signed in'

  return (
    <div className={user}>
      <span className={initial} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <div className={words}>
        <span className={nameStyle}>{name}</span>
        <TokenTimeLeft expiresAt={snapshot.expiresAt} />
      </div>
      <ActionButton onPress={onSignOut}>Sign out</ActionButton>
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
  backgroundColor: 'indigo-900',
})

const words = style({ display: 'flex', flexDirection: 'column', minWidth: 0, flexGrow: 1 })

const nameStyle = style({ font: 'title', truncate: true })
