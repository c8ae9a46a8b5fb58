import { ConfigurationError, type ConfigurationErrorCode } from './configuration-error.ts'

/** Says under which codes the two mistakes are reported. */
export interface ParseSecureUrlOptions {
  /** The code for what is not an absolute URL; `invalid_option` unless told. */
  readonly invalid?: ConfigurationErrorCode | undefined
  /** The code for what is not HTTPS; `invalid_option` unless told. */
  readonly insecure?: ConfigurationErrorCode | undefined
}

/**
 * Parses an absolute URL that has to be HTTPS; plain HTTP is accepted on this machine only.
 *
 * @param option Names the value in the error, as the caller knows it.
 * @throws {@link ConfigurationError}
 */
export function parseSecureUrl(
  value: string | URL,
  option: string,
  { invalid = 'invalid_option', insecure = 'invalid_option' }: ParseSecureUrlOptions = {},
): URL {
  const given = quoteUrl(value)
  if (!URL.canParse(value)) {
    const message = `${option} is ${given}, which is no absolute URL: give one that begins with https://.`
    throw new ConfigurationError(invalid, option, message)
  }
  const url = new URL(value)
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    const message = `${option} is ${given}, which is not secure: use https (http only for localhost, 127.0.0.1 and [::1]).`
    throw new ConfigurationError(insecure, option, message)
  }
  return url
}

/**
 * Parses an origin, with or without a trailing slash, under the rules of {@link parseSecureUrl}.
 *
 * @throws {@link ConfigurationError}
 */
export function parseSecureOrigin(
  value: string | URL,
  option: string,
  options?: ParseSecureUrlOptions,
): string {
  const { origin, href } = parseSecureUrl(value, option, options)
  const isPattern = origin.includes('*')
  if (href === `${origin}/` && !isPattern) return origin
  const flaw = isPattern
    ? 'a pattern: write each origin out'
    : `more than an origin: give ${origin} alone`
  const message = `${option} is ${quoteUrl(value)}, which is ${flaw}.`
  throw new ConfigurationError(options?.invalid ?? 'invalid_option', option, message)
}

/** The query and fragment of an address may hold what nobody should read in a log. */
function quoteUrl(value: string | URL | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(String(value).replace(/[?#].*/s, '…'))
}
