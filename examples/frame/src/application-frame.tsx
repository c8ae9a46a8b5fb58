import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

import { ApplicationHeader, type ApplicationHeaderProps } from './application-header.tsx'

export interface ApplicationFrameProps extends ApplicationHeaderProps {
  readonly children: ReactNode
}

/** What surrounds every page: the header, the page itself, the small print. */
export function ApplicationFrame(props: ApplicationFrameProps): ReactElement {
  const { children, ...header } = props
  const { name, isWide = false } = header
  return (
    <div className={frame}>
      <a href="#main" className={skipLink}>
        Skip to the content
      </a>
      <ApplicationHeader {...header} />
      <main id="main" tabIndex={-1} className={main({ isWide })}>
        {children}
      </main>
      <footer className={footer}>{name} is an example of Mudbrick. It is not made by Adobe.</footer>
    </div>
  )
}

const frame = style({ display: 'flex', flexDirection: 'column', minHeight: 'screen' })

const skipLink = style({
  position: 'absolute',
  insetStart: 16,
  top: { default: -96, ':focus': 8 },
  zIndex: 2,
  font: 'ui',
  paddingX: 16,
  paddingY: 8,
  color: 'white',
  backgroundColor: 'accent',
  borderRadius: 'default',
})

const main = style({
  flexGrow: 1,
  width: 'full',
  maxWidth: { default: 1120, isWide: 1280 },
  marginX: 'auto',
  boxSizing: 'border-box',
  paddingX: { default: 16, sm: 32 },
  paddingY: { default: 24, sm: 40 },
  outlineStyle: 'none',
})

const footer = style({
  font: 'body-xs',
  color: 'gray-700',
  textAlign: 'center',
  paddingX: 16,
  paddingTop: 16,
  paddingBottom: 24,
})
