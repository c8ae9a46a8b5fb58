import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface FolderOutcomesProps {
  readonly title: string
  /** What was done to {@link done}, such as "Created". */
  readonly verb: string
  /** The titles of the folders that it went well for. */
  readonly done: readonly string[]
  /** What to do about the others. */
  readonly children: string
}

/** Says that a request for several folders came true for some of them only. */
export function FolderOutcomes(props: FolderOutcomesProps): ReactElement {
  const { title, verb, done, children } = props
  return (
    <div role="alert">
      <InlineAlert variant="notice" styles={alert}>
        <Heading level={3}>{title}</Heading>
        <Content>
          {done.length > 0 && `${verb}: ${done.join(', ')}. `}
          {children}
        </Content>
      </InlineAlert>
    </div>
  )
}

const alert = style({ width: 'full' })
