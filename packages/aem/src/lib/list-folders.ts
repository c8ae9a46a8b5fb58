import type { ReceivedResponse } from '@mudbrick/http'
import type { AemClient } from './aem-client.ts'
import { apiKeyHeader, checkLimit, readAemJson, requestAem } from './aem-request.ts'
import { type Folder, parseFolder } from './folder.ts'
import { iteratePages } from './iterate-pages.ts'

/** Options of going through folders. */
export interface IterateFoldersOptions {
  /** The folder to look into, such as `/content/dam`; the repository's top by default. */
  readonly path?: string | undefined
  /** Where to go on, as an earlier page said; the first page by default. */
  readonly cursor?: string | undefined
  /** How many folders to a page, 1 to 50; 50 by default. */
  readonly limit?: number | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Options of listing folders. */
export interface ListFoldersOptions extends IterateFoldersOptions {
  /**
   * This page as it was last seen. If AEM says that it is still the same, it is what the call
   * returns: the very same object.
   */
  readonly known?: FolderPage | undefined
}

/** A folder, and a page of those right under it. */
export interface FolderPage {
  /** The folder that was looked into. */
  readonly self: Folder
  /** The folders right under it that the user may see. */
  readonly children: readonly Folder[]
  /** Where the next page begins, unless this is the last. */
  readonly cursor: string | undefined
  /** Names this version of the page, where AEM lets it be read. */
  readonly etag: string | undefined
}

/**
 * Lists a page of the folders right under a folder.
 *
 * With `known`, a page that is still the same is not sent again, and the given object comes back:
 * `page === known` then. A browser page needs AEM's CORS policy for that: to read `ETag`
 * (`exposedheaders`), and to send `If-None-Match` (`supportedheaders`).
 *
 * @throws {@link AemError} when AEM refuses, such as with 404 for a folder that is not there.
 * @throws {@link ConfigurationError} for a client without `apiKey`, and for a limit that AEM would
 *   refuse; nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/folders/
 *
 * @example
 * ```ts
 * const { self, children, cursor } = await listFolders(aem, { path: '/content/dam', limit: 20 })
 * ```
 */
export async function listFolders(
  aem: AemClient,
  options: ListFoldersOptions = {},
): Promise<FolderPage> {
  const { known } = options
  const received = await requestPage(aem, options)
  return received.status === 304 && known ? known : parsePage(received)
}

/**
 * Goes through the folders right under a folder, asking for page after page as they are needed. It
 * rejects as {@link listFolders} does, and with an {@link UnexpectedResponseError} when AEM sends
 * it round in circles.
 *
 * @yields Folder after folder, in AEM's order.
 *
 * @example
 * ```ts
 * for await (const { path } of iterateFolders(aem, { path: '/content/dam' })) console.log(path)
 * ```
 */
export async function* iterateFolders(
  aem: AemClient,
  options: IterateFoldersOptions = {},
): AsyncGenerator<Folder, void, undefined> {
  yield* iteratePages(async (cursor) => {
    const received = await requestPage(aem, { ...options, cursor })
    const { children, cursor: next } = parsePage(received)
    return { items: children, cursor: next, received }
  }, options.cursor)
}

async function requestPage(
  aem: AemClient,
  { path, cursor, limit, known, signal }: ListFoldersOptions,
): Promise<ReceivedResponse> {
  checkLimit(limit)
  const headers = { ...apiKeyHeader(aem), 'if-none-match': known?.etag }
  return requestAem(aem, {
    path: '/adobe/folders',
    query: { path, cursor, limit },
    headers,
    understood: known?.etag ? [304] : [],
    signal,
  })
}

function parsePage(received: ReceivedResponse): FolderPage {
  const { required, optional, within } = readAemJson(received)
  return {
    self: parseFolder(within(required('self', 'object'), 'self')),
    children: required('children', 'array').map((child, index) =>
      parseFolder(within(child, `children[${index}]`)),
    ),
    cursor: optional('cursor', 'string'),
    etag: received.headers.get('etag') ?? undefined,
  }
}
