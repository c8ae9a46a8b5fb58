import { Button } from '@react-spectrum/s2'
import FlagCross from '@react-spectrum/s2/illustrations/gradient/generic1/FlagCross'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { TitledMessagePage } from './titled-message-page.tsx'

/** The page after a mistake of this program. */
export function UnexpectedError(): ReactElement {
  return (
    <main className={main}>
      <TitledMessagePage
        title="This app made a mistake"
        illustration={<FlagCross />}
        actions={
          <Button variant="accent" size="L" onPress={() => window.location.assign('/')}>
            Start again
          </Button>
        }
      >
        The browser's console says which one. Nothing of yours was lost: start again from the first
        page.
      </TitledMessagePage>
    </main>
  )
}

const main = style({ padding: 16 })
