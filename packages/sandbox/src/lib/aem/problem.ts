import { jsonAnswer } from '../wire/answer.ts'
/** The statuses that have a type of problem. */
export type ProblemStatus = keyof typeof problems

/** A problem details body (RFC 9457) as AEM's APIs send it. */
export function problem(
  status: ProblemStatus,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { type, title } = problems[status]
  const body = { type: typeUri(type), title, status, detail }
  return jsonAnswer(body, {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}

/** The same inside an answer about several things: type, title and detail, without a status. */
export function problemMember(status: ProblemStatus, detail: string): ProblemMember {
  const { type, title } = problems[status]
  return { type: typeUri(type), title, detail }
}

/** One thing that could not be done, in an answer about several. */
export interface ProblemMember {
  readonly type: string
  readonly title: string
  readonly detail: string
}

function typeUri(type: string): string {
  return `https://api.adobeaemcloud.com/adobe/meta/errors/${type}`
}

/** An answer that says only that AEM has failed, with any status; the body is inferred. */
export function failure(status: number): Response {
  const body = { title: 'AEM failed', status, detail: 'The request could not be served.' }
  return jsonAnswer(body, {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
}

/** `forbidden`, `bad_request` and `conflict` are documented, the others follow their pattern (inferred). */
const problems = {
  400: { type: 'bad_request', title: 'Bad Request' },
  401: { type: 'unauthorized', title: 'Unauthorized' },
  403: { type: 'forbidden', title: 'Forbidden' },
  404: { type: 'not_found', title: 'Not Found' },
  406: { type: 'not_acceptable', title: 'Not Acceptable' },
  409: { type: 'conflict', title: 'Conflict' },
  412: { type: 'precondition_failed', title: 'Precondition Failed' },
  415: { type: 'unsupported_media_type', title: 'Unsupported Media Type' },
} as const
