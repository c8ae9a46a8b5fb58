import type { ZodError } from 'zod'

import { SandboxError, type SandboxErrorCode } from '../../sandbox-error.ts'
import { pathText } from '../../seed/schema.ts'
import { controlProblem } from './problem.ts'

/** The refusal of a path, query or body that does not fit its schema: each place, and what is right. */
export function validationProblem({
  target,
  error,
}: {
  readonly target: string
  readonly error: ZodError
}): Response {
  const problems = error.issues
    .slice(0, maxProblems)
    .map(({ path, message }) => shorten(`${pathText(path) || 'the whole'}: ${message}`))
  const more = error.issues.length - problems.length
  return controlProblem(
    400,
    `The ${places.get(target) ?? target} cannot be used; mend ${problems.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  )
}

const maxProblems = 10
const maxLength = 300

/** A message names what the caller wrote, which may be anything. */
function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
}

const places: ReadonlyMap<string, string> = new Map([
  ['json', 'body'],
  ['param', 'path'],
])

/**
 * The refusal that an error of the sandbox is to the caller.
 *
 * @throws any other error as it is: that is a flaw of the sandbox, not of the request.
 */
export function errorProblem(error: Error): Response {
  if (!(error instanceof SandboxError)) throw error
  return controlProblem(statuses[error.code] ?? 400, error.message)
}

const statuses: Readonly<Partial<Record<SandboxErrorCode, 400 | 404 | 408>>> = {
  not_found: 404,
  timed_out: 408,
}
