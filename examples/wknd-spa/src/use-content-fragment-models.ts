import { type ContentFragmentModelPage, listContentFragmentModels } from '@mudbrick/aem'
import { useUserKey } from '@mudbrick/react'
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'

import { useApplication } from './application.ts'

// As many as Adobe's tutorial asks for.
export const pageSize = 10

export type ContentFragmentModelsQuery = UseInfiniteQueryResult<
  InfiniteData<ContentFragmentModelPage>
>

export interface UseContentFragmentModelsResult {
  readonly query: ContentFragmentModelsQuery
  /** Asks AEM for the first page, also when there is one already. */
  readonly fetch: () => void
}

/** The content fragment models that the signed-in user may read: nothing until fetched. */
export function useContentFragmentModels(): UseContentFragmentModelsResult {
  const { aem } = useApplication()
  const queryClient = useQueryClient()
  const [isRequested, setIsRequested] = useState(false)
  const queryKey = ['content-fragment-models', useUserKey()]

  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      listContentFragmentModels(aem, {
        limit: pageSize,
        projection: 'summary',
        signal,
        ...(pageParam !== undefined && { cursor: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    enabled: isRequested,
    // The AEM client has tried again already, where that could help.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const fetch = (): void => {
    setIsRequested(true)
    void queryClient.resetQueries({ queryKey })
  }
  return { query, fetch }
}
