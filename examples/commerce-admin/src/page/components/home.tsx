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
  /** How the session that was there before ended, if there was one. */
  readonly ending: SessionEnding | undefined
}

/** What this app is, and the way in. */
export function Home({ ending }: HomeProps): ReactElement {
  const settings = useSettings()
  // What had the focus has gone with the session.
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
            You sign in with Adobe IMS, and a server keeps your tokens: encrypted, renewed once
            however many processes ask, gone when you say so. This page never gets to see one.
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
  const [title, text] = endings[ending]
  return (
    <InlineAlert variant={ending === 'ended' ? 'notice' : 'informative'} styles={notice}>
      <Heading level={2}>{title}</Heading>
      <Content>{text}</Content>
    </InlineAlert>
  )
}

const endings: Readonly<Record<SessionEnding, readonly [title: string, text: string]>> = {
  revoked: [
    'The grant was revoked',
    'Your session ended with it. A copy of the cookie that this browser had opens nothing, whichever process it is shown to.',
  ],
  ended: [
    'Your session has ended',
    'The server has no grant of yours any longer: it was revoked or refused, or you signed out in another tab.',
  ],
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
