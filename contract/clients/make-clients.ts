import { createAemClient } from '@mudbrick/aem'
import { createCommerceClient } from '@mudbrick/commerce'
import { createImsClient } from '@mudbrick/ims'
import { createImsClient as createCredentialClient } from '@mudbrick/ims/credentials'

import { fill, type ExchangeRequest } from '../exchange.ts'
import type { Clients, Values } from './drive.ts'

/** The time by the clock of the IMS clients, so that a test can tell seconds from milliseconds. */
export const now = Date.UTC(2026, 10, 1)

/** Clients that send with `fetch`; AEM and Commerce get the token of the exchange, as from a session. */
export function makeClients(
  { headers = {} }: ExchangeRequest,
  values: Values,
  fetch: typeof globalThis.fetch,
): Clients {
  const { clientId = '', clientSecret = '', scopes = '' } = values
  const { ims: environment = '', aem = '', commerce = '' } = values
  // An exchange of a Server-to-Server credential has none, and none of its requests sends one.
  const redirectUri = values['redirectUri'] || 'https://localhost:3001/callback'
  const authorization = headers['authorization'] && fill(headers['authorization'], values)
  const clock = {
    now: () => now,
    setTimer: (callback: () => void, delayMs: number) => {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
  }
  const common = { clientId, scopes, environment, fetch, clock }

  const withToken: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    if (authorization !== undefined) request.headers.set('authorization', authorization)
    return fetch(request)
  }

  return {
    values,
    fetch,
    spa: (options) =>
      createImsClient({
        ...common,
        redirectUri,
        ...options,
        credential: 'single-page-app',
        clientSecret: undefined,
      }),
    nativeApp: (options) =>
      createCredentialClient({
        ...common,
        redirectUri,
        ...options,
        credential: 'native-app',
        clientSecret: undefined,
      }),
    webApp: (options) =>
      createCredentialClient({
        ...common,
        redirectUri,
        clientSecret,
        ...options,
        credential: 'web-app',
      }),
    service: (options) =>
      createCredentialClient({
        ...common,
        clientSecret,
        ...options,
        credential: 'server-to-server',
        redirectUri: undefined,
      }),
    aem: (options) =>
      createAemClient({ origin: aem, apiKey: clientId, fetch: withToken, ...options }),
    commerce: (options) =>
      createCommerceClient({
        origin: commerce,
        tenantId: 'wknd-tenant',
        fetch: withToken,
        ...options,
      }),
  }
}
