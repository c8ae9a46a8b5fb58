import { ConfigurationError } from '@mudbrick/http'

/** What of a request's header is the service's business, unless an app names more. */
const requestNames = [
  'accept',
  'accept-language',
  'content-language',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'prefer',
  'range',
]

/** What of an answer's header can do no harm at our own origin, unless an app names more. */
const responseNames = [
  'accept-ranges',
  'content-disposition',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'preference-applied',
  'retry-after',
  'x-debug-id',
  'x-request-id',
]

/** Belongs to one connection, to the browser's dealings with us, or changes what the allow-list has seen. */
const neverSent =
  /^(authorization|connection|content-length|cookie2?|expect|forwarded|host|keep-alive|origin|referer|te|trailer|transfer-encoding|upgrade|x-forwarded-.*|x-http-method.*|x-method-override|proxy-.*|sec-.*)$/

/** Belongs to one connection, or would act on our own origin as though we had said it. */
const neverReturned =
  /^(access-control-.*|alt-svc|clear-site-data|connection|content-encoding|content-security-policy.*|cross-origin-.*|keep-alive|location|nel|origin-agent-cluster|permissions-policy|proxy-.*|public-key-pins.*|refresh|report-to|reporting-endpoints|service-worker-.*|set-cookie2?|strict-transport-security|te|trailer|transfer-encoding|upgrade|www-authenticate|x-accel-.*|x-content-type-options|x-frame-options|x-sendfile)$/

/** Says which header fields pass besides those that always do. */
export interface PassingHeadersOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly requestHeaders: readonly string[]
  readonly responseHeaders: readonly string[]
}

/** Makes the header of the request that goes on, and of the answer that goes back. */
export interface PassingHeaders {
  readonly forRequest: (headers: Headers) => Headers
  readonly forResponse: (headers: Headers) => Headers
}

/**
 * Decides which header fields pass: only those that are known to belong to the other side.
 *
 * @throws {@link ConfigurationError} for a field that must not pass.
 */
export function createPassingHeaders({
  headers,
  requestHeaders,
  responseHeaders,
}: PassingHeadersOptions): PassingHeaders {
  requireNames(Object.keys(headers), 'headers', neverSent)
  requireValues(headers)
  requireNames(requestHeaders, 'requestHeaders', neverSent)
  requireNames(responseHeaders, 'responseHeaders', neverReturned)
  const sent = [...requestNames, ...requestHeaders]
  const returned = [...responseNames, ...responseHeaders]
  const fixed = Object.entries({ 'accept-encoding': 'identity', ...headers })

  return {
    forRequest: (from) => {
      const to = new Headers()
      copy(from, to, sent)
      for (const [name, value] of fixed) to.set(name, value)
      return to
    },
    forResponse: (from) => {
      const to = new Headers(harmless)
      copy(from, to, returned)
      // The platform has decoded the body, so that neither its encoding nor its length is as announced.
      if (from.has('content-encoding')) to.delete('content-length')
      return to
    },
  }
}

/** Keeps an answer from doing anything at our origin, should anybody get a browser to open it as a page. */
const harmless = {
  'cache-control': 'no-store',
  'content-security-policy': 'sandbox',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

function copy(from: Headers, to: Headers, names: readonly string[]): void {
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) to.set(name, value)
  }
}

function requireNames(names: readonly string[], option: string, never: RegExp): void {
  for (const name of names) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw createHeaderError(
        option,
        `has ${JSON.stringify(name)}, which is no name of a header field`,
      )
    }
    if (never.test(name.toLowerCase())) {
      throw createHeaderError(option, `has ${JSON.stringify(name)}, which must not pass a proxy`)
    }
  }
}

function requireValues(headers: Readonly<Record<string, string>>): void {
  try {
    void new Headers(headers)
  } catch {
    // The value may be a secret, so it is not shown.
    throw createHeaderError('headers', 'has a value that no header field can have')
  }
}

function createHeaderError(option: string, problem: string): ConfigurationError {
  return new ConfigurationError(
    'invalid_option',
    option,
    `${option} ${problem}: leave it out, or correct it.`,
  )
}
