import { HomeLayout, SandboxUsersPanel, SettingsPanel, StepsPanel } from '@mudbrick/sample-frame'
import { Content, Heading, InlineAlert, LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useCallback } from 'react'

import { listSettings, sandboxUsers, steps } from '../introduction.ts'
import { createSignInHref } from '../sign-in-href.ts'
import { useSettings } from '../use-settings.ts'
import type { SessionEnding } from '../use-sign-out.ts'
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
      <HomeLayout
        heading={
          <h1 ref={focus} tabIndex={-1} className={heading}>
            Call Commerce as yourself
          </h1>
        }
        introduction="You sign in with Adobe IMS, and a server keeps your tokens: encrypted, renewed once for all its processes, and revoked when you sign out. This page never receives one."
        action={
          <LinkButton variant="accent" size="L" href={createSignInHref()} styles={button}>
            Sign in with Adobe
          </LinkButton>
        }
        picture={<Storefront />}
      >
        <StepsPanel steps={steps} />
        {settings?.isSandbox && <SandboxUsersPanel service="Commerce" users={sandboxUsers} />}
        {settings && <SettingsPanel settings={listSettings(settings)} />}
      </HomeLayout>
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

const heading = style({
  font: { default: 'heading-lg', sm: 'heading-xl' },
  margin: 0,
  outlineStyle: 'none',
  textWrap: 'balance',
})

const button = style({ alignSelf: 'start' })
