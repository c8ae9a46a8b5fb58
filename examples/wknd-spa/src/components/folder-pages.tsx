import { Loading, useMediaQuery } from '@mudbrick/sample-frame'
import { AemError } from '@mudbrick/aem'
import type { ReactElement } from 'react'

import { damPath } from '../folder-name.ts'
import type { FoldersQuery } from '../use-folders.ts'
import { AemFailure } from './aem-failure.tsx'
import { EmptyFolder } from './empty-folder.tsx'
import { FolderList } from './folder-list.tsx'
import { FolderTable } from './folder-table.tsx'
import { MissingFolder } from './missing-folder.tsx'
import { NothingReadable } from './nothing-readable.tsx'
import { Pages } from './pages.tsx'

export interface FolderPagesProps {
  readonly query: FoldersQuery
  readonly path: string
  /** The paths of the selected folders. */
  readonly selection: ReadonlySet<string>
  readonly onSelectionChange: (selection: ReadonlySet<string>) => void
  readonly onRetry: () => void
}

/** The folders in the open one: a table, or a list where the window is narrow. */
export function FolderPages(props: FolderPagesProps): ReactElement {
  const { query, path, selection, onSelectionChange, onRetry } = props
  const isWide = useMediaQuery('(min-width: 768px)')

  if (query.isLoadingError) {
    const isMissing = query.error instanceof AemError && query.error.status === 404
    if (isMissing) return <MissingFolder path={path} />
    return <AemFailure error={query.error} onRetry={onRetry} />
  }
  if (query.data === undefined) return <Loading>Reading folders</Loading>
  if (query.data.pages.every(({ children }) => children.length === 0)) {
    return path === damPath ? <NoFolders /> : <EmptyFolder />
  }
  const FolderView = isWide ? FolderTable : FolderList
  return (
    <Pages
      query={query}
      getItems={({ children }) => children}
      noun="Folders"
      renderItems={(folders) => (
        <FolderView folders={folders} selection={selection} onSelectionChange={onSelectionChange} />
      )}
    />
  )
}

function NoFolders(): ReactElement {
  return (
    <NothingReadable>
      In AEM, <code>{damPath}</code> has folders at all, and a group of the user may read them.
    </NothingReadable>
  )
}
