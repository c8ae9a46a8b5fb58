/** A problem details body (RFC 9457) as AEM's APIs send it. */
export function problem(
  status: keyof typeof problems,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { type, title } = problems[status]
  const body = {
    type: `https://api.adobeaemcloud.com/adobe/meta/errors/${type}`,
    title,
    status,
    detail,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}

/** `forbidden` and `bad_request` are documented, the others follow their pattern (inferred). */
const problems = {
  400: { type: 'bad_request', title: 'Bad Request' },
  401: { type: 'unauthorized', title: 'Unauthorized' },
  403: { type: 'forbidden', title: 'Forbidden' },
  404: { type: 'not_found', title: 'Not Found' },
} as const
