import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useUserName } from '../use-user-name.ts'

/** Says what AEM's last refusal has shown, before the user tries again. */
export function ReadOnlyNotice(): ReactElement {
  const name = useUserName()
  return (
    <InlineAlert variant="notice" styles={notice}>
      <Heading level={3}>Reading only</Heading>
      <Content>
        AEM refused a change (403): {name} may read these folders, and may not create or delete any.
        In Adobe Admin Console, a product profile such as AEM Administrators allows it; then sign
        out and in again.
      </Content>
    </InlineAlert>
  )
}

const notice = style({ width: 'full' })
