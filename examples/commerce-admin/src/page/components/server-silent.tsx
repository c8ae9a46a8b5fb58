import { Button } from '@react-spectrum/s2'
import Server from '@react-spectrum/s2/illustrations/gradient/generic1/Server'
import type { ReactElement } from 'react'

import { PlainMessagePage } from './plain-message-page.tsx'

export interface ServerSilentProps {
  readonly onRetry: () => void
}

/** The page when this app's own server could not say who is signed in. */
export function ServerSilent({ onRetry }: ServerSilentProps): ReactElement {
  return (
    <PlainMessagePage
      title="The server of this app does not answer"
      illustration={<Server />}
      actions={
        <Button variant="accent" size="L" onPress={onRetry}>
          Try again
        </Button>
      }
    >
      So this page does not know whether you are signed in. See whether the server still runs: its
      console says what is wrong.
    </PlainMessagePage>
  )
}
