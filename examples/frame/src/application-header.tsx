import { Badge } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface HomeLinkProps {
  readonly className: string
  readonly children: ReactNode
}

export interface ApplicationHeaderProps {
  /** The name of the sample. */
  readonly name: string
  /** Its sign, as in its favicon. */
  readonly mark: ReactNode
  /** Makes the link to the first page, in the way of the sample's router. */
  readonly renderHomeLink: (props: HomeLinkProps) => ReactElement
  /** Whether the page talks to the local sandbox, in which real passwords do not belong. */
  readonly isSandbox: boolean
  /** The signed-in user and the way out. */
  readonly user: ReactNode
  /** Whether the content needs a wide page; false by default. */
  readonly isWide?: boolean
}

/** The app's name, whether it talks to the sandbox, and who is signed in. */
export function ApplicationHeader(props: ApplicationHeaderProps): ReactElement {
  const { name, mark, renderHomeLink, isSandbox, user, isWide = false } = props
  return (
    <header className={header}>
      <div className={row({ isWide })}>
        <div className={brand}>
          {renderHomeLink({
            className: home,
            children: (
              <>
                {mark}
                {name}
              </>
            ),
          })}
          {isSandbox && (
            <Badge variant="notice" fillStyle="subtle">
              Sandbox, not Adobe
            </Badge>
          )}
        </div>
        {user}
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
  maxWidth: { default: 1120, isWide: 1280 },
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
