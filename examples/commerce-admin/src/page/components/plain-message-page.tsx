import { MessagePage } from '@mudbrick/sample-frame'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface PlainMessagePageProps {
  readonly title: string
  readonly illustration: ReactNode
  readonly children: ReactNode
  readonly actions: ReactNode
}

/** A page that says one thing: why there is nothing else to see. */
export function PlainMessagePage({ title, ...page }: PlainMessagePageProps): ReactElement {
  return <MessagePage heading={<h1 className={heading}>{title}</h1>} {...page} />
}

const heading = style({ font: 'heading-lg', margin: 0, textWrap: 'balance' })
