/**
 * The header field that our own page sends with every call. A page of another site cannot send it
 * without asking for leave first, which it never gets.
 */
export const staticHeader = { name: 'x-requested-with', value: 'mudbrick' } as const

/** Tells whether a request has the header field that only our own page can send. */
export function hasStaticHeader({ headers }: Request): boolean {
  return headers.get(staticHeader.name) === staticHeader.value
}

/**
 * Tells whether the browser says that a script has sent a request, and will get the answer in place of
 * the user.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header
 */
export function isOfScript({ headers }: Request): boolean {
  return headers.get('sec-fetch-dest') === 'empty' || headers.get('sec-fetch-mode') === 'cors'
}

/**
 * Tells whether the browser says that a page of another origin has sent a request. What it says of the
 * site counts before the origin, which is another one where a development server stands in between.
 * A request that says nothing of either, as those of programs, is not foreign.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isForeign({ headers }: Request, ownOrigin: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin'
  return (headers.get('origin') ?? ownOrigin) !== ownOrigin
}

/** What a request is told that did not come from our own page as it should. */
export const ownRequestProblems = {
  static_header_missing: {
    status: 403,
    detail: 'The header field X-Requested-With: mudbrick is missing: send it with every call.',
  },
  foreign_request: {
    status: 403,
    detail: 'The call comes from a page of another origin, which may not make it.',
  },
} as const
