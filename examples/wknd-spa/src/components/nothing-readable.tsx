import { useSession } from '@mudbrick/react'
import { Content, Heading, IllustratedMessage } from '@react-spectrum/s2'
import NoElements from '@react-spectrum/s2/illustrations/gradient/generic1/NoElements'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

/** The answer of AEM was an empty list: says why that usually is. */
export function NothingReadable(): ReactElement {
  const { snapshot } = useSession()
  const name = snapshot.status === 'signed-in' ? snapshot.profile?.name : undefined

  return (
    <IllustratedMessage styles={message}>
      <NoElements />
      <Heading level={3}>Nothing is readable for {name ?? 'this user'}</Heading>
      <Content>
        AEM answered with an empty list. It shows each user only what their product profiles allow,
        so check three things:
        <ol className={list}>
          <li>
            In Adobe Admin Console, the user belongs to a product profile of this AEM author, such
            as AEM Assets Collaborator Users or AEM Administrators.
          </li>
          <li>
            In AEM, a configuration such as <code>/conf/wknd-shared</code> has content fragment
            models at all.
          </li>
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
