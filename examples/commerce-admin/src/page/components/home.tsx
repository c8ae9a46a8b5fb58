import { Content, Heading, InlineAlert, LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useCallback } from 'react'

import { createSignInHref } from '../sign-in-href.ts'
import { useSettings } from '../use-settings.ts'
import type { SessionEnding } from '../use-sign-out.ts'
import { SandboxUsersPanel } from './sandbox-users-panel.tsx'
import { SettingsPanel } from './settings-panel.tsx'
import { StepsPanel } from './steps-panel.tsx'
import { Storefront } from './storefront.tsx'

export interface HomeProps {
  /** How the former session ended, if there was one. */
  readonly ending: SessionEnding | undefined
}

/** The page of a user who is not signed in: what this app is, and the sign-in. */
export function Home({ ending }: HomeProps): ReactElement {
  const settings = useSettings()
  // The element that had the focus has gone with the session.
  const focus = useCallback(
    (element: HTMLElement | null) => {
      if (ending) element?.focus()
    },
    [ending],
  )
  return (
    <div className={page}>
      <title>Commerce Admin</title>
      {ending && <EndingNotice ending={ending} />}
      <div className={hero}>
        <div className={words}>
          <h1 ref={focus} tabIndex={-1} className={heading}>
            Call Commerce as yourself
          </h1>
          <p className={introduction}>
            You sign in with Adobe IMS, and a server keeps your tokens: encrypted, renewed once for
            all its processes, and revoked when you sign out. This page never receives one.
          </p>
          <LinkButton variant="accent" size="L" href={createSignInHref()} styles={button}>
            Sign in with Adobe
          </LinkButton>
        </div>
        <div className={picture}>
          <Storefront />
        </div>
      </div>
      <div className={panels}>
        <StepsPanel />
        {settings?.isSandbox && <SandboxUsersPanel />}
        {settings && <SettingsPanel settings={settings} />}
      </div>
    </div>
  )
}

function EndingNotice({ ending }: { readonly ending: SessionEnding }): ReactElement {
  const [title, text] = describeEnding(ending)
  return (
    <InlineAlert variant={ending.kind === 'ended' ? 'notice' : 'informative'} styles={notice}>
      <Heading level={2}>{title}</Heading>
      <Content>{text}</Content>
    </InlineAlert>
  )
}

function describeEnding(ending: SessionEnding): readonly [title: string, text: string] {
  if (ending.kind === 'revoked') {
    return [
      'The grant was revoked',
      'Your session ended with it. A copy of the cookie of this browser is of no use, at either process.',
    ]
  }
  if (ending.kind === 'everywhere') {
    return [
      'You are signed out everywhere',
      `${describeEnded(ending.count)} Within a second, no process of this server accepts their cookies. Adobe IMS has sessions of its own, which have not ended: it can sign you in again without a password.`,
    ]
  }
  return [
    'Your session has ended',
    'The server no longer has a grant of this session: you signed out in another tab or browser, or the grant was revoked or refused.',
  ]
}

function describeEnded(count: number): string {
  return count === 1 ? '1 session ended: this one.' : `${count} sessions ended, this one included.`
}

const page = style({ display: 'flex', flexDirection: 'column', gap: 24 })

const notice = style({ width: 'full' })

const hero = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[minmax(0, 1.15fr) minmax(0, 1fr)]' },
  overflow: 'hidden',
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const words = style({
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  gap: 20,
  paddingX: { default: 24, sm: 48 },
  paddingY: { default: 32, sm: 64 },
})

const heading = style({
  font: { default: 'heading-lg', sm: 'heading-xl' },
  margin: 0,
  outlineStyle: 'none',
  textWrap: 'balance',
})

const introduction = style({
  font: { default: 'body-lg', sm: 'body-xl' },
  margin: 0,
  textWrap: 'pretty',
})

const picture = style({
  minHeight: { default: 160, md: 360 },
  height: { default: 160, md: 'full' },
  order: { default: -1, md: 0 },
})

const panels = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[repeat(auto-fit, minmax(280px, 1fr))]' },
  gap: 24,
})

const button = style({ alignSelf: 'start' })
