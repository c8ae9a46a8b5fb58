import { ButtonGroup, Content, Heading, IllustratedMessage, LinkButton } from '@react-spectrum/s2'
import Location from '@react-spectrum/s2/illustrations/gradient/generic1/Location'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { damPath } from '../folder-name.ts'
import { createFolderHref } from '../use-page-query.ts'

export interface MissingFolderProps {
  readonly path: string
}

/** AEM answered 404: the address is wrong, or the folder was deleted meanwhile. */
export function MissingFolder({ path }: MissingFolderProps): ReactElement {
  return (
    <IllustratedMessage styles={message}>
      <Location />
      <Heading level={4}>There is no such folder</Heading>
      <Content>
        AEM has nothing at <code className={code}>{path}</code>: it was deleted, or the address of
        this page is wrong.
      </Content>
      <ButtonGroup>
        <LinkButton href={createFolderHref(damPath)} variant="accent">
          Go to the top folder
        </LinkButton>
      </ButtonGroup>
    </IllustratedMessage>
  )
}

const message = style({ marginX: 'auto', maxWidth: 480 })

const code = style({ overflowWrap: 'anywhere' })
