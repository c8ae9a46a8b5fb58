import { ConfigurationError } from '@mudbrick/http'
import type { AemClient } from './aem-client.ts'
import { apiKeyHeader, requestAem } from './aem-request.ts'
import { matchPaths, parseBulkAnswer, type PathAnswer } from './bulk-answer.ts'
import { type Folder, parseFolder } from './folder.ts'
import { FolderError } from './folder-error.ts'
import { followFolderJob } from './folder-job.ts'

/** Describes a folder to create. */
export interface NewFolder {
  /** The whole path, such as `/content/dam/wknd-shared/summer`; its parent must be there. */
  readonly path: string
  /** The title to show; the name by default. */
  readonly title?: string | undefined
}

/** Options of creating folders. */
export interface CreateFoldersOptions {
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** What became of the folders that were to be created. */
export interface CreateFoldersResult {
  /** Whether every folder was created. */
  readonly isComplete: boolean
  /** What became of each folder, in the order in which they were asked for. */
  readonly outcomes: readonly CreateFolderOutcome[]
}

/** What became of one folder that was to be created; look at `status`. */
export type CreateFolderOutcome =
  | { readonly status: 'created'; readonly path: string; readonly folder: Folder }
  | { readonly status: 'failed'; readonly path: string; readonly error: FolderError }

/**
 * Creates up to ten folders. That AEM takes the request does not mean that it creates them: it may
 * refuse one and create the others, and says so in a success. Each folder has its own outcome.
 *
 * @throws {@link AemError} when AEM refuses the request as a whole.
 * @throws {@link ConfigurationError} for a client without `apiKey`, and for more folders than AEM
 *   takes; nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response; whether AEM got the request is unknown.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/folders/
 *
 * @example
 * ```ts
 * const { outcomes } = await createFolders(aem, [
 *   { path: '/content/dam/wknd-shared/summer', title: 'Summer' },
 *   { path: '/content/dam/wknd-shared/winter', title: 'Winter' },
 * ])
 * for (const outcome of outcomes) {
 *   if (outcome.status === 'failed') console.warn(outcome.error.message)
 * }
 * ```
 */
export async function createFolders(
  aem: AemClient,
  folders: readonly NewFolder[],
  { signal }: CreateFoldersOptions = {},
): Promise<CreateFoldersResult> {
  checkCount(folders?.length ?? 0)
  const received = await requestAem(aem, {
    method: 'POST',
    path: '/adobe/folders',
    headers: { ...apiKeyHeader(aem), 'content-type': 'application/json' },
    json: folders.map(({ path, title }) => ({ path, title })),
    understood: [409],
    signal,
  })
  const answer = parseBulkAnswer(await followFolderJob(aem, received, { signal }))
  const answers = matchPaths(
    folders.map(({ path }) => path),
    answer,
  )
  const outcomes = answers.map((said, index) => outcomeOf(said, folders[index]?.title))
  return { isComplete: outcomes.every(({ status }) => status === 'created'), outcomes }
}

/**
 * Creates one folder.
 *
 * @throws {@link FolderError} when AEM does not create it, such as with `folder_exists`.
 * @throws whatever {@link createFolders} throws.
 *
 * @example
 * ```ts
 * const folder = await createFolder(aem, { path: '/content/dam/wknd-shared/summer' })
 * ```
 */
export async function createFolder(
  aem: AemClient,
  folder: NewFolder,
  options?: CreateFoldersOptions,
): Promise<Folder> {
  const { outcomes } = await createFolders(aem, [folder], options)
  const [outcome] = outcomes
  if (outcome?.status === 'created') return outcome.folder
  throw outcome?.error ?? new FolderError('created', folder.path, undefined)
}

function checkCount(count: number): void {
  if (count >= 1 && count <= 10) return
  const message = `folders has ${count} entries, which AEM does not take: give 1 to 10 at once.`
  throw new ConfigurationError('invalid_option', 'folders', message)
}

function outcomeOf(
  { path, success, error }: PathAnswer,
  title: string | undefined,
): CreateFolderOutcome {
  if (!success) {
    return { status: 'failed', path, error: new FolderError('created', path, error?.problem) }
  }
  // AEM's answer leaves the title out.
  const folder = parseFolder(success.fields)
  return { status: 'created', path, folder: { ...folder, title: folder.title ?? title } }
}
