import { jsonAnswer } from '../../wire/answer.ts'
import { generateUuid } from '../../effects.ts'
import { nameOf } from '../../state/folder.ts'
import { isObject, readJsonBody } from '../../wire/json-body.ts'
import type { AemContext } from '../aem-context.ts'
import { problem, type ProblemMember } from '../problem.ts'
import { createBulkAnswer } from './bulk-answer.ts'
import { findCreationProblem } from './folder-path.ts'

const maxFolders = 10

/** `POST /adobe/folders`: makes up to ten folders; one that cannot be made keeps none of the others back. */
export async function createFolders(context: AemContext): Promise<Response> {
  const asked = parseFolders(await readJsonBody(context.request))
  if (asked instanceof Response) return asked

  const successes: object[] = []
  const errors: ProblemMember[] = []
  for (const folder of asked) {
    const failure = createFolder(context, folder)
    if (failure === undefined) successes.push(show(context, folder.path))
    else errors.push(failure)
  }
  const [conflict] = errors
  const isFormerConflict =
    context.services.behavior.folderConflict === 'status-409' && asked.length === 1
  if (isFormerConflict && conflict?.title === 'Conflict') return problem(409, conflict.detail)
  return jsonAnswer(createBulkAnswer('createFolders', successes, errors))
}

interface AskedFolder {
  readonly path: string
  readonly title: string | undefined
}

function parseFolders(body: unknown): readonly AskedFolder[] | Response {
  if (!Array.isArray(body)) {
    return problem(400, 'The body must be a JSON array of folders, each with a path.')
  }
  if (body.length === 0 || body.length > maxFolders) {
    return problem(400, `The body must have 1 to ${maxFolders} folders.`)
  }
  const folders = body.map(parseFolder)
  const isWhole = folders.every((folder) => folder !== undefined)
  return isWhole
    ? folders
    : problem(400, "Each folder needs a text 'path' and may have a text 'title'.")
}

function parseFolder(value: unknown): AskedFolder | undefined {
  if (!isObject(value)) return undefined
  const { path, title } = value
  if (typeof path !== 'string' || path === '') return undefined
  if (title !== undefined && typeof title !== 'string') return undefined
  return { path: path.replace(/(.)\/$/, '$1'), title }
}

function createFolder(
  { services }: AemContext,
  { path, title }: AskedFolder,
): ProblemMember | undefined {
  const { folders } = services.state
  const failure = findCreationProblem(path, folders)
  if (failure !== undefined) return failure
  const folderId = `urn:aaid:aem:${generateUuid(services.randomness)}`
  folders.add({ folderId, path, title: title ?? nameOf(path) })
  return undefined
}

function show({ services }: AemContext, path: string): object {
  const folderId = services.state.folders.find(path)?.folderId
  return { type: 'FOLDER', name: nameOf(path), folderId, path }
}
