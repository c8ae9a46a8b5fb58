import { UnexpectedErrorBoundary } from '@mudbrick/sample-frame'
import { Badge, Link, StatusLight } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'

import { type Connection, useLive } from '../control/live.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { PageHeading } from './page-heading.tsx'

/** What surrounds every page: the navigation, how the page stands with the sandbox, the small print. */
export function Shell(): ReactElement {
  const { connection } = useLive()
  const { pathname } = useLocation()
  return (
    <div className={frame}>
      <a href="#main" className={skipLink}>
        Skip to the content
      </a>
      <header className={header}>
        <div className={row}>
          <div className={brand}>
            <NavLink to="/" className={home}>
              <Mark />
              Mudbrick
            </NavLink>
            <Badge variant="notice" fillStyle="subtle">
              Sandbox, not Adobe
            </Badge>
          </div>
          <nav aria-label="Pages" className={navigation}>
            {pages.map(({ path, name }) => (
              <NavLink
                key={path}
                to={path}
                end={path === '/'}
                className={({ isActive }) => entry({ isActive })}
              >
                {name}
              </NavLink>
            ))}
          </nav>
          <StatusLight variant={lights[connection].variant} role="status">
            {lights[connection].text}
          </StatusLight>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={main}>
        <ConnectionNotice />
        {hasNothingToShow.includes(connection) ? undefined : (
          <UnexpectedErrorBoundary key={pathname} fallback={<UnexpectedError />}>
            <Outlet />
          </UnexpectedErrorBoundary>
        )}
      </main>
      <footer className={footer}>
        Mudbrick is not made by Adobe. The sandbox follows what Adobe documents in public; nothing
        of it has been compared with Adobe itself. Never type a real password here.{' '}
        <Link href="/control" target="_blank">
          Operations of the control API
        </Link>
      </footer>
    </div>
  )
}

const pages = [
  { path: '/', name: 'Overview' },
  { path: '/flows', name: 'Flows' },
  { path: '/projects', name: 'Projects' },
  { path: '/people', name: 'People' },
  { path: '/environment', name: 'Environment' },
  { path: '/clock', name: 'Clock and faults' },
] as const

const hasNothingToShow: readonly Connection[] = ['missing', 'off']

const lights = {
  connecting: { variant: 'neutral', text: 'Connecting' },
  live: { variant: 'positive', text: 'Live' },
  lost: { variant: 'negative', text: 'Not connected' },
  missing: { variant: 'notice', text: 'Locked' },
  off: { variant: 'neutral', text: 'No control API' },
  stale: { variant: 'notice', text: 'Started again' },
} as const

function UnexpectedError(): ReactElement {
  return (
    <PageHeading title="This page has failed">
      It is a mistake of the page, and the sandbox goes on. Load the page again; if it fails again,
      the console of the browser says more.
    </PageHeading>
  )
}

function Mark(): ReactElement {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#8c4a1f" />
      <path d="M5 9h10v6H5zm12 0h10v6H17zM5 17h4v6H5zm6 0h10v6H11zm12 0h4v6h-4z" fill="#ffe2c4" />
    </svg>
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
  columnGap: 32,
  rowGap: 8,
  maxWidth: 1536,
  minHeight: 64,
  boxSizing: 'border-box',
  marginX: 'auto',
  paddingX: { default: 16, sm: 32 },
  paddingY: 12,
})

const brand = style({ display: 'flex', alignItems: 'center', gap: 12, flexWrap: 'wrap' })

const home = style({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  font: 'title-lg',
  color: 'gray-900',
  textDecoration: 'none',
  borderRadius: 'default',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 4,
})

const navigation = style({ display: 'flex', flexWrap: 'wrap', gap: 4, flexGrow: 1 })

const entry = style({
  font: 'ui',
  fontWeight: { default: 'normal', isActive: 'bold' },
  color: 'gray-900',
  backgroundColor: { default: 'transparent', ':hover': 'gray-100', isActive: 'gray-100' },
  textDecoration: 'none',
  paddingX: 12,
  paddingY: 8,
  borderRadius: 'lg',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
})

const main = style({
  flexGrow: 1,
  width: 'full',
  maxWidth: 1536,
  marginX: 'auto',
  boxSizing: 'border-box',
  paddingX: { default: 16, sm: 32 },
  paddingY: { default: 24, sm: 32 },
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
