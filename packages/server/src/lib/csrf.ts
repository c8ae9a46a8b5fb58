/**
 * The header field that the app's own page sends with every call. A page of another site cannot send
 * it without a CORS preflight, which this server never allows.
 */
export const csrfHeader = { name: 'x-requested-with', value: 'mudbrick' } as const

/** Tells whether a request has the header field that only the app's own page can send. */
export function hasCsrfHeader({ headers }: Request): boolean {
  return headers.get(csrfHeader.name) === csrfHeader.value
}

/**
 * Tells whether, by the browser's word, a script has sent a request and will get the response.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header
 */
export function isFromScript({ headers }: Request): boolean {
  return headers.get('sec-fetch-dest') === 'empty' || headers.get('sec-fetch-mode') === 'cors'
}

/**
 * Tells whether, by the browser's word, a page of another origin has sent a request. `Sec-Fetch-Site`
 * counts before `Origin`, which differs where a development server is in between. A request without
 * both, such as that of a program, is not from another origin.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isFromOtherOrigin({ headers }: Request, ownOrigin: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin'
  return (headers.get('origin') ?? ownOrigin) !== ownOrigin
}

/** The answers to a request that does not come from the app's own page in the expected way. */
export const csrfProblems = {
  csrf_header_missing: {
    status: 403,
    detail: 'The header field X-Requested-With: mudbrick is missing: send it with every call.',
  },
  foreign_request: {
    status: 403,
    detail: 'The call comes from a page of another origin: make it from a page of the app itself.',
  },
} as const
