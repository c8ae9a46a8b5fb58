import { ConfigurationError } from '@mudbrick/http'
import type { AemClient } from './aem-client.ts'
import { apiKeyHeader, requestAem } from './aem-request.ts'
import { matchPaths, parseBulkAnswer } from './bulk-answer.ts'
import { FolderError } from './folder-error.ts'
import { followFolderJob, type FollowFolderJobOptions } from './folder-job.ts'

/** Options of deleting folders. */
export interface DeleteFoldersOptions extends FollowFolderJobOptions {
  /** Whether everything in the folders may go too; else only empty ones are deleted. */
  readonly recursive?: boolean | undefined
  /** Whether also that may go to which something else refers. */
  readonly force?: boolean | undefined
}

/** What became of the folders that were to be deleted. */
export interface DeleteFoldersResult {
  /** Whether every folder was deleted. */
  readonly isComplete: boolean
  /** What became of each folder, in the order in which they were asked for. */
  readonly outcomes: readonly DeleteFolderOutcome[]
}

/** What became of one folder that was to be deleted; look at `status`. */
export type DeleteFolderOutcome =
  | { readonly status: 'deleted'; readonly path: string }
  | { readonly status: 'failed'; readonly path: string; readonly error: FolderError }

/**
 * Deletes folders, and waits until AEM has done so, however long that takes: `onProgress` tells
 * that it is at work, and `signal` stops the waiting, though not the work. Each folder has its own
 * outcome, since AEM may refuse one and delete the others.
 *
 * @throws {@link AemError} when AEM refuses the request as a whole.
 * @throws {@link ConfigurationError} for a client without `apiKey`, and without any path; nothing
 *   is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response; whether AEM got the request is unknown.
 * @throws {@link TimeoutError} when a response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/folders/
 *
 * @example
 * ```ts
 * const { isComplete, outcomes } = await deleteFolders(aem, ['/content/dam/wknd-shared/summer'], {
 *   recursive: true,
 *   onProgress: ({ state }) => console.log(state),
 * })
 * ```
 */
export async function deleteFolders(
  aem: AemClient,
  paths: readonly string[],
  { recursive, force, onProgress, signal }: DeleteFoldersOptions = {},
): Promise<DeleteFoldersResult> {
  checkPaths(paths)
  const received = await requestAem(aem, {
    method: 'POST',
    path: '/adobe/folders/delete',
    headers: { ...apiKeyHeader(aem), 'content-type': 'application/json' },
    json: { paths, recursive, force },
    understood: [409],
    signal,
  })
  const answer = parseBulkAnswer(await followFolderJob(aem, received, { onProgress, signal }))
  const outcomes = matchPaths(paths, answer).map(
    ({ path, success, error }): DeleteFolderOutcome => {
      if (success) return { status: 'deleted', path }
      return { status: 'failed', path, error: new FolderError('deleted', path, error?.problem) }
    },
  )
  return { isComplete: outcomes.every(({ status }) => status === 'deleted'), outcomes }
}

function checkPaths(paths: readonly string[] | undefined): void {
  if (paths?.length) return
  const message = 'paths is empty, so there is nothing to delete: give one path or more.'
  throw new ConfigurationError('invalid_option', 'paths', message)
}
