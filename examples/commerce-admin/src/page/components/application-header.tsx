import { ActionButton, Badge } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import type { Session } from '../server-answers.ts'
import { useSettings } from '../use-settings.ts'
import { BrandMark } from './brand-mark.tsx'

export interface ApplicationHeaderProps {
  readonly session: Session | undefined
  readonly onSignOut: () => void
  /** Whether the user is on the way out. */
  readonly isLeaving: boolean
}

/** The app's name, what it talks to, and who is signed in. */
export function ApplicationHeader(props: ApplicationHeaderProps): ReactElement {
  const { session, onSignOut, isLeaving } = props
  const settings = useSettings()
  return (
    <header className={header}>
      <div className={row}>
        <div className={brand}>
          <a href="/" className={home}>
            <BrandMark />
            Commerce Admin
          </a>
          {settings?.isSandbox && (
            <Badge variant="notice" fillStyle="subtle">
              Sandbox, not Adobe
            </Badge>
          )}
        </div>
        {session?.status === 'signed-in' && (
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
        )}
      </div>
    </header>
  )
}

const header = style({
  backgroundColor: 'base',
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const row = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  columnGap: 24,
  rowGap: 12,
  maxWidth: 1280,
  minHeight: 64,
  boxSizing: 'border-box',
  marginX: 'auto',
  paddingX: { default: 16, sm: 32 },
  paddingY: 12,
})

const brand = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 12,
  rowGap: 4,
  minWidth: 0,
})

const home = style({
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 4,
  display: 'flex',
  alignItems: 'center',
  gap: { default: 8, sm: 12 },
  font: { default: 'title', sm: 'title-lg' },
  whiteSpace: 'nowrap',
  color: 'gray-900',
  textDecoration: 'none',
  borderRadius: 'default',
})

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
