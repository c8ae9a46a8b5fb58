import { Checkbox, Link } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { createFolderHref } from '../use-page-query.ts'
import type { FolderTableProps } from './folder-table.tsx'

/** One page of folders, for a window too narrow for a table. */
export function FolderList(props: FolderTableProps): ReactElement {
  const { folders, selection, onSelectionChange } = props
  const select = (path: string, isSelected: boolean): void => {
    const others = [...selection].filter((other) => other !== path)
    onSelectionChange(new Set(isSelected ? [...others, path] : others))
  }

  return (
    <ul aria-label="Folders" className={list}>
      {folders.map(({ path, name, title = name }) => (
        <li key={path} className={item}>
          <Checkbox
            aria-label={`Select ${title}`}
            isSelected={selection.has(path)}
            onChange={(isSelected) => select(path, isSelected)}
          />
          <div className={words}>
            <Link href={createFolderHref(path)} isStandalone variant="secondary">
              {title}
            </Link>
            <span className={detail}>{name}</span>
          </div>
        </li>
      ))}
    </ul>
  )
}

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  paddingY: 12,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const words = style({ display: 'flex', flexDirection: 'column', gap: 4, minWidth: 0 })

const detail = style({ font: 'body-sm', color: 'gray-700', overflowWrap: 'anywhere' })
