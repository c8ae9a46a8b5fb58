import { Link } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { PageHeading } from './page-heading.tsx'

/** An address that has no page. */
export function NotFound(): ReactElement {
  return (
    <PageHeading title="There is no such page">
      See the <Link href="/">overview</Link> or the <Link href="/flows">flows</Link>.
    </PageHeading>
  )
}
