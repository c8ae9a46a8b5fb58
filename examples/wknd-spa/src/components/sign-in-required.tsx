import Clock from '@react-spectrum/s2/illustrations/gradient/generic1/Clock'
import LockClose from '@react-spectrum/s2/illustrations/gradient/generic1/LockClose'
import type { ReactElement } from 'react'
import { useLocation } from 'react-router'

import { TitledMessagePage } from './titled-message-page.tsx'
import { SignInButton } from './sign-in-button.tsx'

export interface SignInRequiredProps {
  readonly reason: 'signed-out' | 'expired'
}

/** The page instead of one that only a signed-in user gets to see. */
export function SignInRequired({ reason }: SignInRequiredProps): ReactElement {
  const { pathname, search, hash } = useLocation()
  const returnTo = pathname + search + hash

  if (reason === 'expired') {
    return (
      <TitledMessagePage
        title="Your sign-in has expired"
        illustration={<Clock />}
        actions={<SignInButton returnTo={returnTo}>Sign in again</SignInButton>}
      >
        The access token has reached its end, or AEM no longer takes it. Sign in again and you are
        back on this page; while Adobe IMS still knows you, that takes no password.
      </TitledMessagePage>
    )
  }
  return (
    <TitledMessagePage
      title="Sign in to call AEM"
      illustration={<LockClose />}
      actions={<SignInButton returnTo={returnTo} />}
    >
      This page reads content from AEM with your own rights, so it has to know who you are.
    </TitledMessagePage>
  )
}
