import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'
import { useLocation } from 'react-router'

/** What `/callback` leaves in the history for the page it goes on to. */
export interface SignInNavigationState {
  readonly redirectUriFallback?: { readonly requested: string; readonly answeredAt: string }
}

/** Says that IMS answered elsewhere than asked: the sign-in worked, the registration is wrong. */
export function RedirectUriNotice(): ReactElement | undefined {
  const state: SignInNavigationState | null = useLocation().state
  if (!state?.redirectUriFallback) return undefined

  const { requested, answeredAt } = state.redirectUriFallback
  return (
    <InlineAlert variant="notice" styles={notice}>
      <Heading level={2}>The redirect URI is not registered</Heading>
      <Content>
        {requested} is not registered: IMS answered at {answeredAt}, the credential's default.
        Change REACT_APP_REDIRECT_URI or register the first one in Developer Console.
      </Content>
    </InlineAlert>
  )
}

const notice = style({ width: 'full', marginBottom: 24 })
