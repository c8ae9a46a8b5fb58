// Every way in which IMS differs from the RFCs, as far as this package has met it, each under a
// name of its own. Pages were read on 2026-11-21.

import type { AuthorizationTransaction, ClientAuthentication } from '@mudbrick/oauth'

/**
 * IMS separates scopes by commas, where RFC 6749 §3.3 has spaces. At authorize/v2 it takes both.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export const scopeSeparator = ','

/** Reads scopes as Adobe Developer Console, its samples and IMS itself write them. */
export function parseScopes(scopes: string | readonly string[]): readonly string[] {
  const list = typeof scopes === 'string' ? scopes : scopes.join(scopeSeparator)
  return [...new Set(list.split(/[\s,]+/).filter(Boolean))]
}

/**
 * IMS calls itself by its origin in its discovery document, and by `<origin>/ims` in the ID tokens
 * that Adobe's documentation shows for enterprise apps. Both are accepted.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/AdminAuthentication/ims
 */
export function issuersOf(tokenEndpoint: string): readonly string[] {
  const { origin } = new URL(tokenEndpoint)
  return [origin, `${origin}/ims`]
}

/**
 * The token endpoint counts `expires_in` in seconds, except for version 1 and the endpoint without a
 * version, which count milliseconds.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 * @see https://github.com/AdobeDocs/adobeio-auth
 */
export function lifetimeMsOf(tokenEndpoint: string, expiresIn: number | undefined): number {
  if (expiresIn === undefined) return defaultLifetimeMs
  const countsMs = /\/ims\/token(\/v1)?\/?$/.test(new URL(tokenEndpoint).pathname)
  return countsMs ? expiresIn : expiresIn * 1000
}

/** The documented 24 hours, for an answer without `expires_in` (RFC 6749 §5.1). */
const defaultLifetimeMs = 86_400_000

/**
 * IMS writes locales with an underscore (`en_US`), where BCP 47 has a hyphen.
 *
 * @see https://github.com/AdobeDocs/adobeio-auth/blob/stage/OAuth/OAuth.md
 */
export function toImsLocale(locale: string): string {
  return locale.replaceAll('-', '_')
}

/**
 * UserInfo gives `email_verified` as a boolean; older versions gave the text "true".
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export function parseEmailVerified(value: unknown): boolean | undefined {
  return value === undefined ? undefined : value === true || value === 'true'
}

/**
 * IMS answers at the credential's default redirect URI when the one requested matches none of the
 * credential's patterns, without saying so. Sign-in works, but the registration is wrong: this finds
 * out, given the address at which the answer arrived.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation
 */
export function findRedirectUriFallback(
  { redirectUri }: Pick<AuthorizationTransaction, 'redirectUri'>,
  arrivedAt: string | URL,
): RedirectUriFallback | undefined {
  const requested = withoutQuery(redirectUri)
  const answeredAt = withoutQuery(arrivedAt)
  return requested === answeredAt ? undefined : { requested, answeredAt }
}

/** Tells that IMS did not answer where it was asked to. */
export interface RedirectUriFallback {
  /** The redirect URI as requested, without its query. */
  readonly requested: string
  /** Where the answer arrived, without its query. */
  readonly answeredAt: string
}

function withoutQuery(address: string | URL): string {
  const url = new URL(address)
  url.search = ''
  url.hash = ''
  return url.href
}

/**
 * Adobe makes the redirect URI of a native app itself: a scheme with a hash, and an address under it
 * that its documents and apps spell in several ways.
 *
 * @see https://github.com/AdobeDocs/cc-everywhere/issues/13
 */
export function isNativeRedirectUri(redirectUri: string): boolean {
  return /^(adobe|ams)\+[\da-f]+:\/\/[^\s<>]+$/.test(redirectUri)
}

/**
 * IMS's logout endpoint takes the client id in the query, and so does its revocation endpoint from a
 * client without a secret, where RFC 7009 §2.1 has it in the body.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export function withClientId(endpoint: string, clientId: string): URL {
  const url = new URL(endpoint)
  url.searchParams.set('client_id', clientId)
  return url
}

/**
 * IMS's validation endpoint takes the client id in the form. Adobe's Go client sends it in a header
 * as well, and notes that this will become mandatory.
 *
 * @see https://github.com/adobe/ims-go
 */
export function clientIdTwice(clientId: string): ClientAuthentication {
  return {
    authenticate(parameters, headers) {
      parameters.set('client_id', clientId)
      headers.set('x-ims-clientid', clientId)
    },
  }
}

/**
 * IMS's tokens say when they began and how long they live, both in milliseconds and as text, where
 * RFC 7519 §4.1.4 has `exp`.
 *
 * @see https://github.com/adobe/aio-lib-ims
 */
export function endOfToken(createdAt: unknown, expiresIn: unknown): number | undefined {
  const endsAt = Number(createdAt) + Number(expiresIn)
  return Number.isFinite(endsAt) ? endsAt : undefined
}
