import { type FolderPage, listFolders } from '@mudbrick/aem'
import { useUserKey } from '@mudbrick/react'
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQueryClient,
} from '@tanstack/react-query'

import { useApplication } from './application.ts'

export const pageSize = 10

export type FoldersQuery = UseInfiniteQueryResult<InfiniteData<FolderPage>>

export interface UseFoldersResult {
  readonly query: FoldersQuery
  /** Asks AEM again, from the first page on. */
  readonly refresh: () => void
  /** The title of a folder, when this page has read it before. */
  readonly getTitle: (path: string) => string | undefined
}

/** The folders under a path that the signed-in user may see. */
export function useFolders(path: string): UseFoldersResult {
  const { aem } = useApplication()
  const queryClient = useQueryClient()
  const userKey = useUserKey()
  const keyOf = (folder: string): readonly unknown[] => ['folders', userKey, folder]

  const readPages = (folder: string): readonly FolderPage[] =>
    queryClient.getQueryData<InfiniteData<FolderPage>>(keyOf(folder))?.pages ?? []

  const query = useInfiniteQuery({
    queryKey: keyOf(path),
    queryFn: ({ pageParam, signal }) =>
      listFolders(aem, { path, limit: pageSize, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    // The AEM client has tried again already, where that could help.
    retry: false,
    // The Network panel is easier to follow when only the user's own doing shows there.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    query,
    refresh: () => void queryClient.resetQueries({ queryKey: keyOf(path) }),
    getTitle: (folder) => {
      const parent = folder.slice(0, folder.lastIndexOf('/'))
      const seen = [
        ...readPages(folder).map(({ self }) => self),
        ...readPages(parent).flatMap(({ children }) => children),
      ]
      return seen.find((candidate) => candidate.path === folder)?.title
    },
  }
}
