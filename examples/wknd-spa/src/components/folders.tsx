import { RequestLine } from '@mudbrick/sample-frame'
import { DialogContainer, ToastQueue } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import { useApplication } from '../application.ts'
import { listCrumbs } from '../folder-name.ts'
import { pageSize, useFolders } from '../use-folders.ts'
import { usePageQuery } from '../use-page-query.ts'
import { CreateFoldersDialog } from './create-folders-dialog.tsx'
import { DeleteFoldersDialog } from './delete-folders-dialog.tsx'
import { FolderBreadcrumbs } from './folder-breadcrumbs.tsx'
import { FolderPages } from './folder-pages.tsx'
import { FolderToolbar } from './folder-toolbar.tsx'
import { ReadOnlyNotice } from './read-only-notice.tsx'

/** The tab that lists, creates and deletes folders of the DAM. */
export function Folders(): ReactElement {
  const { configuration } = useApplication()
  const { folderPath } = usePageQuery()
  const [isReadOnly, setIsReadOnly] = useState(false)
  const folderHeading = useFocusOnChange(folderPath)

  return (
    <section className={panel} aria-labelledby="folders">
      <div>
        <h2 id="folders" className={heading}>
          Folders
        </h2>
        <p className={text}>
          Where AEM keeps images, videos and content fragments, {pageSize} at a time. Open folders,
          create and delete them.
        </p>
      </div>
      <RequestLine
        method="GET"
        target={`${configuration.aemOrigin}/adobe/folders?path=${folderPath}&limit=${pageSize}`}
      />
      {isReadOnly && <ReadOnlyNotice />}
      <OpenFolder
        key={folderPath}
        path={folderPath}
        headingRef={folderHeading}
        onRefused={() => setIsReadOnly(true)}
      />
    </section>
  )
}

/** Gives an element the focus when something else is shown, though not when the page opens. */
function useFocusOnChange(shown: string): RefObject<HTMLHeadingElement | null> {
  const element = useRef<HTMLHeadingElement>(null)
  const before = useRef(shown)
  useEffect(() => {
    if (before.current !== shown) element.current?.focus()
    before.current = shown
  }, [shown])
  return element
}

interface OpenFolderProps {
  readonly path: string
  readonly headingRef: RefObject<HTMLHeadingElement | null>
  /** AEM said that the user may not change the repository. */
  readonly onRefused: () => void
}

/** One folder: its path, its content, and the actions for them. */
function OpenFolder({ path, headingRef, onRefused }: OpenFolderProps): ReactElement {
  const { query, refresh, getTitle } = useFolders(path)
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = useState<'create' | 'delete'>()
  const crumbs = listCrumbs(path).map((crumb) => ({
    path: crumb.path,
    title: getTitle(crumb.path) ?? crumb.name,
  }))
  const title = crumbs.at(-1)?.title ?? path
  const children = (query.data?.pages ?? []).flatMap((page) => page.children)
  const selected = children.filter((folder) => selection.has(folder.path))

  const readAgain = (): void => {
    setSelection(new Set())
    refresh()
  }
  // What opened the dialog may be gone or disabled now: the heading is there to take the focus.
  const leave = (): void => {
    flushSync(() => setDialog(undefined))
    headingRef.current?.focus()
    readAgain()
  }
  const finish = (message: string): void => {
    leave()
    ToastQueue.positive(message, { timeout: 6000 })
  }
  const dialogProps = {
    onClose: () => setDialog(undefined),
    onChanged: readAgain,
    onFinished: finish,
    onRefused,
  }

  return (
    <>
      <div className={head}>
        <FolderBreadcrumbs crumbs={crumbs} />
        <div className={titleRow}>
          <h3 ref={headingRef} tabIndex={-1} className={folderTitle}>
            {title}
          </h3>
          <FolderToolbar
            selectedCount={selected.length}
            isDisabled={query.data === undefined}
            onCreate={() => setDialog('create')}
            onDelete={() => setDialog('delete')}
            onRefresh={readAgain}
          />
        </div>
      </div>
      <FolderPages
        query={query}
        path={path}
        selection={selection}
        onSelectionChange={setSelection}
        onRetry={readAgain}
      />
      <DialogContainer onDismiss={dialogProps.onClose}>
        {dialog === 'create' && (
          <CreateFoldersDialog {...dialogProps} parentPath={path} parentTitle={title} />
        )}
        {dialog === 'delete' && (
          <DeleteFoldersDialog {...dialogProps} onLeft={leave} folders={selected} />
        )}
      </DialogContainer>
    </>
  )
}

const panel = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 20,
  marginTop: 16,
  padding: { default: 20, sm: 32 },
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const heading = style({ font: 'heading', margin: 0 })

const text = style({ font: 'body', marginTop: 4, marginBottom: 0 })

const head = style({ display: 'flex', flexDirection: 'column', gap: 8, minWidth: 0 })

const titleRow = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  columnGap: 24,
  rowGap: 12,
})

const folderTitle = style({
  font: 'heading-sm',
  margin: 0,
  overflowWrap: 'anywhere',
  borderRadius: 'default',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 4,
})
