import type { ProblemMember } from '../problem.ts'

/** What Adobe's folders API answers about several folders: 200, whatever became of each. */
export interface BulkAnswer {
  readonly operation: string
  readonly status: 200
  readonly description: string
  readonly data: { readonly values: { readonly successes: readonly object[] } }
  readonly errors: readonly ProblemMember[]
  readonly warnings: readonly never[]
}

export function createBulkAnswer(
  operation: 'createFolders' | 'deleteFolders',
  successes: readonly object[],
  errors: readonly ProblemMember[],
): BulkAnswer {
  return {
    operation: `adobe.folders.${operation}`,
    status: 200,
    description: operation === 'createFolders' ? 'Created folders' : 'Deleted folders',
    data: { values: { successes } },
    errors,
    warnings: [],
  }
}
