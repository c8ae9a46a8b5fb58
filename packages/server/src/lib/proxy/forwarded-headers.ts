import { ConfigurationError } from '@mudbrick/http'
import { requestIdHeader } from '../request-id.ts'

/** The request fields that pass by default. */
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

/** The response fields that pass by default: none can do harm at the app's origin. */
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
]

/** Belongs to one connection or to the app's own origin, or changes what the allow-list has checked. */
const neverSent =
  /^(authorization|connection|content-length|cookie2?|expect|forwarded|host|keep-alive|origin|referer|te|trailer|transfer-encoding|upgrade|x-forwarded-.*|x-http-method.*|x-method-override|x-original-url|x-rewrite-url|proxy-.*|sec-.*)$/

/** Belongs to one connection, or would act on the app's origin as if the app had sent it. */
const neverReturned =
  /^(access-control-.*|alt-svc|clear-site-data|connection|content-encoding|content-security-policy.*|cross-origin-.*|keep-alive|location|nel|origin-agent-cluster|permissions-policy|proxy-.*|public-key-pins.*|refresh|report-to|reporting-endpoints|service-worker-.*|set-cookie2?|strict-transport-security|te|trailer|transfer-encoding|upgrade|www-authenticate|x-accel-.*|x-content-type-options|x-frame-options|x-sendfile)$/

/** Names the header fields that pass besides those that always do. */
export interface ForwardedHeadersOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly requestHeaders: readonly string[]
  readonly responseHeaders: readonly string[]
}

/** Creates the header of the request to the service, and of the response to the page. */
export interface ForwardedHeaders {
  readonly forRequest: (headers: Headers, requestId: string) => HeaderFields
  readonly forResponse: (headers: Headers, requestId: string) => HeaderFields
}

/** A plain object: a `Headers` would be copied once more by the platform. Names are in lower case. */
export type HeaderFields = Readonly<Record<string, string>>

/**
 * Decides which header fields pass: only those that are known to be meant for the other side.
 *
 * @throws {@link ConfigurationError} for a field that must not pass.
 */
export function createForwardedHeaders({
  headers,
  requestHeaders,
  responseHeaders,
}: ForwardedHeadersOptions): ForwardedHeaders {
  requireNames(Object.keys(headers), 'headers', neverSent)
  requireValues(headers)
  requireNames(requestHeaders, 'requestHeaders', neverSent)
  requireNames(responseHeaders, 'responseHeaders', neverReturned)
  const sent = [...requestNames, ...requestHeaders.map(toLowerCase)]
  const returned = [...responseNames, ...responseHeaders.map(toLowerCase)]
  const fixed = { 'accept-encoding': 'identity', ...Object.fromEntries(new Headers(headers)) }

  return {
    forRequest: (from, requestId) => ({
      ...pick(from, sent),
      [requestIdHeader]: requestId,
      ...fixed,
    }),
    forResponse: (from, requestId) => {
      const to = { ...harmless, ...pick(from, returned) }
      const ownId = from.get(requestIdHeader)
      if (ownId !== null && ownId !== requestId) to['x-upstream-request-id'] = ownId
      // The platform has decoded the body, so that neither its encoding nor its length is as announced.
      if (from.has('content-encoding')) delete to['content-length']
      return to
    },
  }
}

/** Keeps a response from acting at the app's origin when a browser opens it as a page. */
const harmless: HeaderFields = {
  'cache-control': 'no-store',
  'content-security-policy': 'sandbox',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

const toLowerCase = (name: string): string => name.toLowerCase()

function pick(from: Headers, names: readonly string[]): Record<string, string> {
  const to: Record<string, string> = {}
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) to[name] = value
  }
  return to
}

function requireNames(names: readonly string[], option: string, never: RegExp): void {
  for (const name of names) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw createHeaderError(
        option,
        `has ${JSON.stringify(name)}, which is not the name of a header field`,
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
