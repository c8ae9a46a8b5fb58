import { MessagePage } from '@mudbrick/sample-frame'
import type { ReactElement, ReactNode } from 'react'

import { PageHeading } from './page-heading.tsx'

export interface TitledMessagePageProps {
  readonly title: string
  readonly illustration: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** A page that says one thing, under its title. */
export function TitledMessagePage({ title, ...page }: TitledMessagePageProps): ReactElement {
  return <MessagePage heading={<PageHeading>{title}</PageHeading>} {...page} />
}
