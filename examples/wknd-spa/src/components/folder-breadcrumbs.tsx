import { Breadcrumb, Breadcrumbs } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { createFolderHref } from '../use-page-query.ts'

export interface FolderBreadcrumbsProps {
  /** The folders from the top of the DAM down to the open one. */
  readonly crumbs: readonly { readonly path: string; readonly title: string }[]
}

/** Where the open folder lies, and the way back up. */
export function FolderBreadcrumbs({ crumbs }: FolderBreadcrumbsProps): ReactElement {
  return (
    <nav aria-label="Folder path">
      <Breadcrumbs>
        {crumbs.map(({ path, title }) => (
          <Breadcrumb key={path} id={path} href={createFolderHref(path)}>
            {title}
          </Breadcrumb>
        ))}
      </Breadcrumbs>
    </nav>
  )
}
