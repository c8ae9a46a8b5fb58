import { useMediaQuery } from '@mudbrick/sample-frame'
import type { ReactElement } from 'react'

import type { ContentFragmentModelsQuery } from '../use-content-fragment-models.ts'
import { ContentFragmentModelList } from './content-fragment-model-list.tsx'
import { ContentFragmentModelTable } from './content-fragment-model-table.tsx'
import { Pages } from './pages.tsx'

export interface ContentFragmentModelPagesProps {
  readonly query: ContentFragmentModelsQuery
}

/** The models read so far: a table, or a list where the window is narrow. */
export function ContentFragmentModelPages({ query }: ContentFragmentModelPagesProps): ReactElement {
  const isWide = useMediaQuery('(min-width: 768px)')
  return (
    <Pages
      query={query}
      getItems={({ items }) => items}
      noun="Models"
      renderItems={(models) =>
        isWide ? (
          <ContentFragmentModelTable models={models} />
        ) : (
          <ContentFragmentModelList models={models} />
        )
      }
    />
  )
}
