import { Content, Heading, IllustratedMessage } from '@react-spectrum/s2'
import FolderOpen from '@react-spectrum/s2/illustrations/gradient/generic1/FolderOpen'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useUserName } from '../use-user-name.ts'

/** The open folder has no folders that the user may see; it may still have files. */
export function EmptyFolder(): ReactElement {
  const name = useUserName()
  return (
    <IllustratedMessage styles={message}>
      <FolderOpen />
      <Heading level={4}>No folders in here</Heading>
      <Content>
        None that {name} may see, at least; files do not show here. Create the first folder with the
        button above.
      </Content>
    </IllustratedMessage>
  )
}

const message = style({ marginX: 'auto', maxWidth: 480 })
