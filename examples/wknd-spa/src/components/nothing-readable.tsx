import { Content, Heading, IllustratedMessage } from '@react-spectrum/s2'
import NoElements from '@react-spectrum/s2/illustrations/gradient/generic1/NoElements'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

import { useUserName } from '../use-user-name.ts'

export interface NothingReadableProps {
  /** What has to be there in AEM, for anybody, as a list item. */
  readonly children: ReactNode
}

/** The answer of AEM was an empty list: says why that usually is. */
export function NothingReadable({ children }: NothingReadableProps): ReactElement {
  const name = useUserName()

  return (
    <IllustratedMessage styles={message}>
      <NoElements />
      <Heading level={3}>Nothing is readable for {name}</Heading>
      <Content>
        AEM answered with an empty list. It shows each user only what their product profiles allow,
        so check three things:
        <ol className={list}>
          <li>
            In Adobe Admin Console, the user belongs to a product profile of this AEM author, such
            as AEM Assets Collaborator Users or AEM Administrators.
          </li>
          <li>{children}</li>
          <li>
            After a change of rights, sign out and in again: a token keeps the rights it was born
            with.
          </li>
        </ol>
      </Content>
    </IllustratedMessage>
  )
}

const message = style({ marginX: 'auto', maxWidth: 560 })

const list = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  textAlign: 'start',
  paddingStart: 20,
  marginTop: 16,
  marginBottom: 0,
})
