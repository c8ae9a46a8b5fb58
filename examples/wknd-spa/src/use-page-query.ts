import { useSearchParams } from 'react-router'

import { damPath } from './folder-name.ts'

/** The tabs of the page, by what they stand for in its address. */
export const apiIds = ['content-fragment-models', 'folders'] as const

export type ApiId = (typeof apiIds)[number]

/** What the page's address says about what to show. */
export interface PageQuery {
  readonly api: ApiId
  /** The folder that the folders tab looks into. */
  readonly folderPath: string
}

/** Reads the page's address, so that back, reload and sign-in lead to where the user was. */
export function usePageQuery(): PageQuery {
  const [parameters] = useSearchParams()
  const api = apiIds.find((id) => id === parameters.get('api')) ?? apiIds[0]
  return { api, folderPath: parameters.get('path') ?? damPath }
}

/** The address of a tab. */
export function createApiHref(api: ApiId): string {
  return api === apiIds[0] ? '/invoke-aem-apis' : `/invoke-aem-apis?api=${api}`
}

/** The address of a folder in the folders tab. */
export function createFolderHref(path: string): string {
  // A slash needs no encoding in a query, and reads better without.
  const query = encodeURIComponent(path).replaceAll('%2F', '/')
  return `/invoke-aem-apis?api=folders&path=${query}`
}
