import { createProblemResponse } from '../problem-response.ts'

/** Name the purpose of a request in Chrome and Firefox, in older browsers, in Safari, and in Turbo. */
const purposeNames = ['sec-purpose', 'purpose', 'x-moz', 'x-purpose', 'x-sec-purpose']

/**
 * Tells whether a browser, or a router in a page, loads an address only because the user may go there.
 *
 * @see https://fetch.spec.whatwg.org/#sec-purpose-header
 */
export function isPrefetch({ headers }: Request): boolean {
  // Next.js numbers the ways in which it prefetches.
  if (headers.has('next-router-prefetch')) return true
  return purposeNames.some((name) =>
    /^(prefetch|prerender|preview)\b/i.test(headers.get(name)?.trim() ?? ''),
  )
}

/**
 * Refuses a prefetch so that the navigation asks again. Browsers keep no prefetched response with an
 * error status and `no-store`; Chrome keeps a 204, after which a click would do nothing. Next.js goes
 * to the address as a page when a response is not ok. 503 is what the web platform's own tests and
 * Cloudflare use here. Its delay is short because Chrome prefetches nothing of the origin until then.
 *
 * @see https://github.com/WICG/nav-speculation/issues/330
 * @see https://github.com/web-platform-tests/wpt/blob/master/speculation-rules/prefetch/no-http-cache-interference.https.html
 */
export function refusePrefetch(): Response {
  return createProblemResponse({
    status: 503,
    code: 'prefetch_refused',
    detail: 'A prefetch of this address has no effect: navigate to it.',
    headers: { 'retry-after': '1' },
  })
}
