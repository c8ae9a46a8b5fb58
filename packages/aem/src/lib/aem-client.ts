import { type Clock, ConfigurationError, type Fetch } from '@mudbrick/http'
import { parseSecureOrigin } from '@mudbrick/http/internal'

/** Describes an AEM environment and how to reach it. */
export interface CreateAemClientOptions {
  /** The author's origin, such as `https://author-p123-e456.adobeaemcloud.com`. */
  readonly origin: string
  /** Sends the requests with an access token, such as a session's `fetch`. */
  readonly fetch: Fetch
  /** The client id, for those APIs that ask for it beside the token. */
  readonly apiKey?: string | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
  /** How long an answer may take, body included; 30 seconds by default. */
  readonly timeoutMs?: number | undefined
}

/** An AEM environment, checked and ready for the functions of this package. */
export interface AemClient extends CreateAemClientOptions {}

/**
 * Checks the description of an AEM environment, and makes of it what the functions of this package
 * take.
 *
 * @throws {@link ConfigurationError} when the origin is not valid or not secure, or `fetch` is missing.
 *
 * @example
 * ```ts
 * const aem = createAemClient({
 *   origin: 'https://author-p123-e456.adobeaemcloud.com',
 *   fetch: session.fetch,
 * })
 * ```
 */
export function createAemClient(options: CreateAemClientOptions): AemClient {
  const origin = parseSecureOrigin(options?.origin, 'origin')
  if (typeof options.fetch === 'function') return Object.freeze({ ...options, origin })
  throw new ConfigurationError(
    'invalid_option',
    'fetch',
    'fetch is missing: give one that sends an access token, such as session.fetch.',
  )
}
