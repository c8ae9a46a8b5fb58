import { useMediaQuery } from '@mudbrick/sample-frame'
import type { Folder } from '@mudbrick/aem'
import { Cell, Column, Link, Row, TableBody, TableHeader, TableView } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { createFolderHref } from '../use-page-query.ts'

export interface FolderTableProps {
  readonly folders: readonly Folder[]
  /** The paths of the selected folders, those of other pages included. */
  readonly selection: ReadonlySet<string>
  readonly onSelectionChange: (selection: ReadonlySet<string>) => void
}

/** One page of folders, for a wide window. */
export function FolderTable(props: FolderTableProps): ReactElement {
  const { folders, selection, onSelectionChange } = props
  const isTouch = useMediaQuery('not ((hover: hover) and (pointer: fine))')
  const paths = folders.map(({ path }) => path)
  // The table knows this page only; selections on other pages stay.
  const select = (chosen: 'all' | ReadonlySet<unknown>): void => {
    const elsewhere = [...selection].filter((path) => !paths.includes(path))
    const here = paths.filter((path) => chosen === 'all' || chosen.has(path))
    onSelectionChange(new Set([...elsewhere, ...here]))
  }

  return (
    <TableView
      aria-label="Folders"
      selectionMode="multiple"
      selectedKeys={paths.filter((path) => selection.has(path))}
      onSelectionChange={select}
      styles={table}
      UNSAFE_style={{ height: calculateHeight(folders.length, isTouch) }}
    >
      <TableHeader>
        <Column id="title" isRowHeader width="1fr" minWidth={220}>
          Title
        </Column>
        <Column id="name" width="0.8fr" minWidth={180}>
          Name
        </Column>
        <Column id="folder-id" width="1.5fr" minWidth={220}>
          Folder ID
        </Column>
      </TableHeader>
      <TableBody items={folders}>
        {(folder) => (
          <Row id={folder.path} textValue={folder.title ?? folder.name}>
            <Cell>
              <Link href={createFolderHref(folder.path)} isStandalone variant="secondary">
                {folder.title ?? folder.name}
              </Link>
            </Cell>
            <Cell>
              <span title={folder.name}>{folder.name}</span>
            </Cell>
            <Cell>
              <span title={folder.folderId} className={code}>
                {folder.folderId}
              </span>
            </Cell>
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

const code = style({ font: 'code-xs' })
