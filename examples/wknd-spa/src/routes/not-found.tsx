import { LinkButton } from '@react-spectrum/s2'
import Location from '@react-spectrum/s2/illustrations/gradient/generic1/Location'
import type { ReactElement } from 'react'
import { useLocation } from 'react-router'

import { TitledMessagePage } from '../components/titled-message-page.tsx'

export function NotFound(): ReactElement {
  const { pathname } = useLocation()
  return (
    <TitledMessagePage
      title="There is no such page"
      illustration={<Location />}
      actions={
        <LinkButton href="/" variant="accent" size="L">
          Go to the first page
        </LinkButton>
      }
    >
      {pathname} is not an address of this app.
    </TitledMessagePage>
  )
}
