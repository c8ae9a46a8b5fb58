import { Instant, useMediaQuery } from '@mudbrick/sample-frame'
import type { ContentFragmentModel } from '@mudbrick/aem'
import { Cell, Column, Row, TableBody, TableHeader, TableView } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { shortenPath } from '../shorten-path.ts'
import { ModelStatus } from './model-status.tsx'

export interface ContentFragmentModelTableProps {
  readonly models: readonly ContentFragmentModel[]
}

/** One page of models, for a wide window. */
export function ContentFragmentModelTable(props: ContentFragmentModelTableProps): ReactElement {
  const isTouch = useMediaQuery('not ((hover: hover) and (pointer: fine))')
  return (
    <TableView
      aria-label="Content fragment models"
      styles={table}
      UNSAFE_style={{ height: calculateHeight(props.models.length, isTouch) }}
    >
      <TableHeader>
        <Column id="name" isRowHeader width="1fr" minWidth={220}>
          Name
        </Column>
        <Column id="path" width="1.4fr" minWidth={260}>
          Path
        </Column>
        <Column id="status" width={150}>
          Status
        </Column>
        <Column id="modified" width={150}>
          Modified
        </Column>
      </TableHeader>
      <TableBody items={props.models}>
        {(model) => (
          <Row id={model.id} textValue={model.name}>
            <Cell>
              <span title={model.name} className={name}>
                {model.name}
              </span>
            </Cell>
            <Cell>
              <span title={model.path}>{shortenPath(model.path)}</span>
            </Cell>
            <Cell>
              <ModelStatus status={model.status} />
            </Cell>
            <Cell>{model.modifiedAt !== undefined && <Instant at={model.modifiedAt} />}</Cell>
          </Row>
        )}
      </TableBody>
    </TableView>
  )
}

// A table of Spectrum scrolls its rows unless it is told to be as high as they are.
function calculateHeight(rows: number, isTouch: boolean): number {
  const scale = isTouch ? 1.25 : 1
  return (32 + rows * 40) * scale + 2
}

const table = style({ width: 'full' })

const name = style({ fontWeight: 'medium', color: 'gray-900' })
