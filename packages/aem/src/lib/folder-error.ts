import { MudbrickError } from '@mudbrick/http'
import { quoteText } from '@mudbrick/http/internal'
import { type AemProblem, kindOf } from './aem-problem.ts'

/** Names the ways in which one folder of a request can fail. */
export type FolderErrorCode =
  | 'folder_exists'
  | 'parent_missing'
  | 'invalid_folder'
  | 'folder_missing'
  | 'folder_not_empty'
  | 'folder_refused'
  | 'outcome_unknown'

/** Reports that AEM took a request, and refused one of its folders. */
export class FolderError extends MudbrickError {
  override get name(): 'FolderError' {
    return 'FolderError'
  }

  /** Why the folder was refused. */
  declare readonly code: FolderErrorCode
  /** Holds the folder's path, as it was asked for. */
  declare readonly path: string
  /** Holds what AEM said about this folder, unless it said nothing. */
  declare readonly problem: AemProblem | undefined

  constructor(deed: 'created' | 'deleted', path: string, problem: AemProblem | undefined) {
    const code = codeFor(deed, problem)
    const said = problem?.detail ?? problem?.title
    super(
      code,
      `${quoteText(path)} was not ${deed}${said ? `, ${JSON.stringify(said)}` : ', as far as AEM says'}: ${advice[code]}.`,
      { path, problem },
    )
  }
}

function codeFor(deed: 'created' | 'deleted', problem: AemProblem | undefined): FolderErrorCode {
  if (!problem) return 'outcome_unknown'
  const isCreation = deed === 'created'
  const kind = kindOf(problem)
  if (kind === 'conflict') return isCreation ? 'folder_exists' : 'folder_not_empty'
  if (kind === 'not_found') return isCreation ? 'parent_missing' : 'folder_missing'
  if (kind === 'bad_request') return 'invalid_folder'
  return 'folder_refused'
}

const advice: Readonly<Record<FolderErrorCode, string>> = {
  folder_exists: 'choose another name, or use what is there',
  parent_missing: 'create the folder that it is to lie in first',
  invalid_folder: 'correct the path, which has to lie under /content/dam',
  folder_missing: 'list its parent folder again, since it may have been deleted meanwhile',
  folder_not_empty: 'delete it with the option recursive if everything in it may go',
  folder_refused: "check what the user may do in AEM's repository",
  outcome_unknown: 'list its parent folder to see what became of it',
}
