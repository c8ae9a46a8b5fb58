import { explains } from '@mudbrick/http/explains'
import { parseSecureUrl, requireGiven } from '@mudbrick/http/internal'
import type { ImsClient } from './ims-client.ts'
import { withClientId } from './ims-quirks.ts'

/** Says where logging out ends. */
export interface CreateLogoutUrlOptions {
  /** Where IMS sends the user afterwards. */
  readonly redirectUri: string
}

/**
 * Builds the address that ends the user's browser session at IMS, for this page to be sent to. It
 * contains no token: revoke that first with {@link revokeToken}.
 *
 * @throws {@link ConfigurationError} when the redirect URI is no absolute URL, or not secure.
 * @see https://github.com/AdobeDocs/adobeio-auth/blob/stage/Resources/IMS.md
 */
export function createLogoutUrl(ims: ImsClient, options: CreateLogoutUrlOptions): URL {
  requireGiven(ims, 'ims', explains && 'give what createImsClient() returns')
  requireGiven(options, 'options', explains && 'give the redirectUri where the logout ends')
  const { redirectUri } = options
  const url = withClientId(ims.environment.logoutEndpoint, ims.clientId)
  parseSecureUrl(redirectUri, 'redirectUri', {
    invalid: 'invalid_redirect_uri',
    insecure: 'insecure_redirect_uri',
  })
  url.searchParams.set('redirect_uri', redirectUri)
  return url
}
