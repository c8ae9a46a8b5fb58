import { type AemClient, createAemClient } from '@mudbrick/aem'
import { createSession, type Session } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'

import type { Configuration } from './configuration.ts'
import { createNetworkRecorder, type NetworkRecorder } from './network-recorder.ts'

/** The signed-in session of this page, and the AEM client that speaks in its name. */
export interface Clients {
  readonly session: Session
  readonly aem: AemClient
  /** What the AEM client sent and got. */
  readonly recorder: NetworkRecorder
}

/** Creates them. Throws a ConfigurationError, before any request, for an option that cannot work. */
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
  const recorder = createNetworkRecorder({ fetch: session.fetch })
  const aem = createAemClient({
    origin: configuration.aemOrigin,
    apiKey: configuration.clientId,
    fetch: recorder.fetch,
  })
  forgetAtSignOut(session, recorder)
  return { session, aem, recorder }
}

/** What one user was answered is not for the next to read. */
function forgetAtSignOut(session: Session, recorder: NetworkRecorder): void {
  session.subscribe(() => {
    if (session.getSnapshot().status === 'signed-out') recorder.clear()
  })
}
