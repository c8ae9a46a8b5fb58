import { problemAnswer } from '../../wire/answer.ts'

/** A refusal of the control API, as problem details (RFC 9457): `detail` says what, which, and what to do. */
export function controlProblem(
  status: keyof typeof titles,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  code?: ControlProblemCode,
): Response {
  return problemAnswer(
    { title: titles[status], status, detail, code },
    { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  )
}

/** What the sandbox's pages tell apart. */
export type ControlProblemCode =
  /** Neither the token nor the cookie came. */
  | 'session_missing'
  /** The cookie or the token is not of this run: the sandbox was started again. */
  | 'session_stale'
  | 'foreign_page'
  | 'reveal_off'
  | 'not_found'

const titles = {
  400: 'Bad request',
  401: 'Not authorized',
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Timed out',
  409: 'Conflict',
  413: 'Too large',
  415: 'Not JSON',
} as const
