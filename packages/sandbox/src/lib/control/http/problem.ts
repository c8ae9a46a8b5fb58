import { problemAnswer } from '../../wire/answer.ts'

/** A refusal of the control API, as problem details (RFC 9457): `detail` says what, which, and what to do. */
export function controlProblem(
  status: keyof typeof titles,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return problemAnswer(
    { title: titles[status], status, detail },
    { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  )
}

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
