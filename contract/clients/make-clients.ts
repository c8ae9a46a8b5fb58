import { createAemClient } from '@mudbrick/aem'
import { createCommerceClient } from '@mudbrick/commerce'
import { createImsClient } from '@mudbrick/ims'
import { createImsClient as createCredentialClient } from '@mudbrick/ims/credentials'

import { fill, type ExchangeRequest } from '../exchange.ts'
import type { Clients } from './drive.ts'

/** Clients that send with `fetch`; AEM and Commerce get the token of the exchange, as from a session. */
export function makeClients(
  { headers = {} }: ExchangeRequest,
  values: Readonly<Record<string, string>>,
  fetch: typeof globalThis.fetch,
): Clients {
  const { clientId = '', clientSecret = '', redirectUri = '', scopes = '' } = values
  const { ims: environment = '', aem = '', commerce = '' } = values
  const authorization = headers['authorization'] && fill(headers['authorization'], values)
  const common = { clientId, scopes, environment, fetch }

  const withToken: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    if (authorization !== undefined) request.headers.set('authorization', authorization)
    return fetch(request)
  }

  return {
    values,
    spa: (id = clientId) =>
      // An exchange of another credential may have no redirect URI, and none of its requests sends one.
      createImsClient({
        ...common,
        clientId: id,
        credential: 'single-page-app',
        redirectUri: redirectUri === '' ? 'https://localhost:3001/callback' : redirectUri,
      }),
    webApp: (secret = clientSecret) =>
      createCredentialClient({
        ...common,
        credential: 'web-app',
        clientSecret: secret,
        redirectUri,
      }),
    service: (options) =>
      createCredentialClient({
        ...common,
        credential: 'server-to-server',
        clientSecret,
        ...options,
      }),
    aem: () => createAemClient({ origin: aem, apiKey: clientId, fetch: withToken }),
    commerce: (options) =>
      createCommerceClient({
        origin: commerce,
        tenantId: 'wknd-tenant',
        fetch: withToken,
        ...options,
      }),
  }
}
