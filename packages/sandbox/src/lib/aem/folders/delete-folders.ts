import { jsonAnswer } from '../../wire/answer.ts'
import type { State } from '../../state/state.ts'
import { isObject, readJsonBody } from '../../wire/json-body.ts'
import type { AemContext } from '../aem-context.ts'
import { problem, problemMember, type ProblemMember, type ProblemStatus } from '../problem.ts'
import { createBulkAnswer } from './bulk-answer.ts'
import { respondWithJob } from './folder-job-endpoints.ts'
import { damPath, shorten } from './folder-path.ts'

/**
 * `DELETE /adobe/folders?path=…`: the form that Adobe's tutorial suggests (inferred). An empty folder is
 * gone with the answer, a full one is a job.
 */
export function deleteFolder(context: AemContext): Response {
  const { searchParams } = context.url
  const path = searchParams.get('path') ?? ''
  if (path === '') return problem(400, "The parameter 'path' must name a folder.")

  const { state } = context.services
  const { folders } = state
  const failure = findDeletionProblem(path, searchParams.get('recursive') === 'true', state)
  if (failure !== undefined) return problem(failure.status, failure.detail)
  const isJob = isFull(state, path)
  folders.remove(path)
  const answer = createBulkAnswer('deleteFolders', [{ type: 'FOLDER', path }], [])
  return isJob ? respondWithJob(context, answer) : new Response(null, { status: 204 })
}

/** `POST /adobe/folders/delete`: the form of the API's reference, as integrators report it. */
export async function deleteFolders(context: AemContext): Promise<Response> {
  const asked = parseDeletion(await readJsonBody(context.request))
  if (asked instanceof Response) return asked

  const { state } = context.services
  const { folders } = state
  const successes: object[] = []
  const errors: ProblemMember[] = []
  let isJob = false
  for (const path of asked.paths) {
    const failure = findDeletionProblem(path, asked.isRecursive, state)
    if (failure !== undefined) {
      errors.push(problemMember(failure.status, failure.detail))
      continue
    }
    isJob ||= isFull(state, path)
    folders.remove(path)
    successes.push({ type: 'FOLDER', path })
  }
  const answer = createBulkAnswer('deleteFolders', successes, errors)
  return isJob ? respondWithJob(context, answer) : jsonAnswer(answer)
}

interface Deletion {
  readonly paths: readonly string[]
  readonly isRecursive: boolean
}

/** `force` deletes what is referenced elsewhere; the sandbox keeps no references, so it changes nothing. */
function parseDeletion(body: unknown): Deletion | Response {
  const paths = isObject(body) ? body['paths'] : undefined
  const isList = Array.isArray(paths) && paths.length > 0
  if (!isList || !paths.every((path) => typeof path === 'string')) {
    return problem(400, "The body must have a list of texts 'paths'.")
  }
  return { paths, isRecursive: isObject(body) && body['recursive'] === true }
}

/** Why a folder cannot be deleted (the conditions are inferred); nothing when it can. */
function findDeletionProblem(
  path: string,
  isRecursive: boolean,
  state: State,
): { readonly status: ProblemStatus; readonly detail: string } | undefined {
  if (path === damPath || !path.startsWith(`${damPath}/`)) {
    return { status: 403, detail: `The folder ${shorten(path)} cannot be deleted` }
  }
  if (state.folders.find(path) === undefined) {
    return { status: 404, detail: `There is no folder at ${shorten(path)}` }
  }
  if (!isRecursive && isFull(state, path)) {
    return { status: 409, detail: `The folder ${shorten(path)} is not empty` }
  }
  return undefined
}

function isFull({ folders, assets }: State, path: string): boolean {
  return folders.childrenOf(path).length > 0 || assets.hasUnder(path)
}
