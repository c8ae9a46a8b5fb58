import { explains } from '@mudbrick/http/explains'
import { ConfigurationError, type ConfigurationErrorCode } from './configuration-error.ts'
import { withheld } from './explain.ts'
import { parseUrl } from './parse-url.ts'

/** The codes under which the two mistakes are reported. */
export interface ParseSecureUrlOptions {
  /** The code for what is not an absolute URL; `invalid_option` by default. */
  readonly invalid?: ConfigurationErrorCode | undefined
  /** The code for what is not HTTPS; `invalid_option` by default. */
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
  { invalid, insecure }: ParseSecureUrlOptions = {},
): URL {
  // "localhost:3902" is an address of the scheme "localhost:", without a host.
  const url = parseUrl(value)
  if (!url?.host) {
    throw refuse(
      invalid,
      option,
      value,
      explains && 'is not an absolute URL: give one that begins with https://',
    )
  }
  const isSecure = /^(https:|http:(localhost|127\.0\.0\.1|\[::1\])$)/.test(
    url.protocol + url.hostname,
  )
  if (isSecure) return url
  throw refuse(
    insecure,
    option,
    value,
    explains && 'is not secure: use https (http only for localhost, 127.0.0.1 and [::1])',
  )
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
  const flaw =
    explains &&
    (isPattern
      ? 'is a pattern: write each origin out'
      : `is more than an origin: give ${origin} alone`)
  throw refuse(options?.invalid, option, value, flaw)
}

function refuse(
  code: ConfigurationErrorCode = 'invalid_option',
  option: string,
  value: string | URL | undefined,
  flaw: string | false,
): ConfigurationError {
  return new ConfigurationError(
    code,
    option,
    explains && `${option} is ${quoteUrl(value)}, which ${flaw}.`,
  )
}

/** Leaves out the query and fragment, which may hold secrets that must not appear in a log. */
const quoteUrl: (value: string | URL | undefined) => string = explains
  ? (value) =>
      value === undefined ? 'missing' : JSON.stringify(String(value).replace(/[?#].*/s, '…'))
  : withheld
