import { Instant } from '@mudbrick/sample-frame'
import type { ContentFragmentModel } from '@mudbrick/aem'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { shortenPath } from '../shorten-path.ts'
import { ModelStatus } from './model-status.tsx'

export interface ContentFragmentModelListProps {
  readonly models: readonly ContentFragmentModel[]
}

/** One page of models, for a window too narrow for a table. */
export function ContentFragmentModelList(props: ContentFragmentModelListProps): ReactElement {
  return (
    <ul aria-label="Content fragment models" className={list}>
      {props.models.map((model) => (
        <li key={model.id} className={item}>
          <div className={firstLine}>
            <span className={name}>{model.name}</span>
            <ModelStatus status={model.status} />
          </div>
          <span className={detail}>{shortenPath(model.path)}</span>
          {model.modifiedAt !== undefined && (
            <span className={detail}>
              Modified <Instant at={model.modifiedAt} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  paddingY: 12,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const firstLine = style({ display: 'flex', justifyContent: 'space-between', gap: 12 })

const name = style({ font: 'title' })

const detail = style({ font: 'body-sm', color: 'gray-700', overflowWrap: 'anywhere' })
