import { type AuthorizationRequest, createAuthorizationRequest } from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
import { scopeSeparator, toImsLocale } from './ims-quirks.ts'

/** Says how IMS should meet the user. */
export interface StartAuthorizationOptions {
  /** Whether the user must (`login`) or must not (`none`) be shown the sign-in page. */
  readonly prompt?: 'login' | 'none' | undefined
  /** The language of IMS's pages, such as `de-DE`; English by default. */
  readonly locale?: string | undefined
  /** Where in the redirect URI the response stands; the query by default. */
  readonly responseMode?: 'query' | 'fragment' | undefined
  /** Abandons the call; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Builds the request that sends the user to IMS, and what {@link finishAuthorization} will check the
 * response against. Nothing is sent.
 *
 * @throws {@link ConfigurationError} `insecure_context` on a page that may not use WebCrypto.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 *
 * @example
 * ```ts
 * const { url, transaction } = await startAuthorization(ims, { locale: 'de-DE' })
 * sessionStorage.setItem('transaction', serializeTransaction(transaction))
 * location.assign(url)
 * ```
 */
export async function startAuthorization(
  ims: ImsClient,
  { prompt, locale, responseMode, signal }: StartAuthorizationOptions = {},
): Promise<AuthorizationRequest> {
  signal?.throwIfAborted()
  return createAuthorizationRequest({
    authorizationEndpoint: ims.environment.authorizationEndpoint,
    clientId: ims.clientId,
    redirectUri: ims.redirectUri,
    scopes: ims.scopes,
    scopeSeparator,
    prompt,
    responseMode,
    extraParameters: { locale: locale && toImsLocale(locale) },
    clock: ims.clock,
    randomBytes: ims.randomBytes,
  })
}
