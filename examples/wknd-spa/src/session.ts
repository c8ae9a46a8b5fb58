import { type AemClient, createAemClient } from '@mudbrick/aem'
import { createSession, type Session } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'

import type { Configuration } from './configuration.ts'

/** The signed-in session of this page, and the AEM client that speaks in its name. */
export interface Clients {
  readonly session: Session
  readonly aem: AemClient
}

/** Creates both. Throws a ConfigurationError, before any request, for an option that cannot work. */
export function createClients(configuration: Configuration): Clients {
  const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint } = configuration
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: configuration.clientId,
    redirectUri: configuration.redirectUri,
    scopes: configuration.scopes,
    environment: { authorizationEndpoint, tokenEndpoint, userinfoEndpoint },
  })
  const session = createSession({ ims, allowedOrigins: [configuration.aemOrigin] })
  const aem = createAemClient({ origin: configuration.aemOrigin, fetch: session.fetch })
  return { session, aem }
}
