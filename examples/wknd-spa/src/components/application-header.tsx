import { Badge } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'
import { Link } from 'react-router'

import { useApplication } from '../application.ts'
import { BrandMark } from './brand-mark.tsx'
import { SignedInUser } from './signed-in-user.tsx'

export interface ApplicationHeaderProps {
  readonly onSignOut: () => void
}

/** The app's name, what it talks to, and who is signed in. */
export function ApplicationHeader({ onSignOut }: ApplicationHeaderProps): ReactElement {
  const { isSandbox } = useApplication()
  return (
    <header className={header}>
      <div className={row}>
        <div className={brand}>
          <Link to="/" className={home}>
            <BrandMark />
            WKND SPA
          </Link>
          {isSandbox && (
            <Badge variant="notice" fillStyle="subtle">
              Sandbox, not Adobe
            </Badge>
          )}
        </div>
        <SignedInUser onSignOut={onSignOut} />
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
  maxWidth: 1120,
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
