import {
  type Clock,
  ConfigurationError,
  defaultFetch,
  type Fetch,
  parseSecureUrl,
  systemClock,
} from '@mudbrick/http'
import type { RandomBytes } from '@mudbrick/oauth'
import {
  type ImsEnvironment,
  type ImsEnvironmentOption,
  resolveEnvironment,
} from './ims-environment.ts'
import { parseScopes } from './ims-quirks.ts'

/** The kinds of credential that Adobe Developer Console gives out and this package serves. */
export type ImsCredential = 'single-page-app'

/** Describes an app's credential at IMS. */
export interface CreateImsClientOptions {
  /** The kind of credential. */
  readonly credential: ImsCredential
  /** The credential's client id, as Adobe Developer Console shows it. */
  readonly clientId: string
  /** Where IMS sends the user back to; it has to match the credential's redirect URI pattern. */
  readonly redirectUri: string
  /** What to ask for, as a list or as Adobe Developer Console prints it. */
  readonly scopes: string | readonly string[]
  /** Which IMS; Adobe's production unless told. */
  readonly environment?: ImsEnvironmentOption | undefined
  /** Sends the requests; the platform's `fetch` unless told. */
  readonly fetch?: Fetch | undefined
  /** Measures the time; the machine's clock unless told. */
  readonly clock?: Clock | undefined
  /** Draws verifiers, states and nonces; the platform's WebCrypto unless told. */
  readonly randomBytes?: RandomBytes | undefined
  /** How long an answer may take, body included; 30 seconds unless told. */
  readonly timeoutMs?: number | undefined
}

/** An app's credential at IMS, checked and ready for the functions of this package. */
export interface ImsClient {
  /** The kind of credential. */
  readonly credential: ImsCredential
  /** The credential's client id. */
  readonly clientId: string
  /** Where IMS sends the user back to. */
  readonly redirectUri: string
  /** What the app asks for. */
  readonly scopes: readonly string[]
  /** Where IMS is found. */
  readonly environment: ImsEnvironment
  /** Sends the requests. */
  readonly fetch: Fetch
  /** Measures the time. */
  readonly clock: Clock
  /** Draws verifiers, states and nonces. */
  readonly randomBytes: RandomBytes | undefined
  /** How long an answer may take, body included. */
  readonly timeoutMs: number | undefined
}

/**
 * Checks the description of a credential, and makes of it what the functions of this package take.
 *
 * @throws {@link ConfigurationError}, naming the option to correct.
 *
 * @example
 * ```ts
 * const ims = createImsClient({
 *   credential: 'single-page-app',
 *   clientId: 'client-id-123',
 *   redirectUri: 'https://localhost:3001/callback',
 *   scopes: 'AdobeID,openid,aem.fragments.management',
 * })
 * ```
 */
export function createImsClient({
  credential,
  clientId,
  redirectUri,
  scopes,
  environment = 'production',
  fetch = defaultFetch,
  clock = systemClock,
  randomBytes,
  timeoutMs,
}: CreateImsClientOptions): ImsClient {
  return Object.freeze({
    credential,
    clientId: checkClientId(clientId),
    redirectUri: checkRedirectUri(redirectUri),
    scopes: checkScopes(scopes),
    environment: resolveEnvironment(environment),
    fetch,
    clock,
    randomBytes,
    timeoutMs,
  })
}

// These three are called with whatever an .env file holds, whatever the types promise.

function checkClientId(clientId: string | undefined): string {
  if (clientId && !/[\s<>]/.test(clientId)) return clientId
  throw new ConfigurationError(
    'missing_client_id',
    'clientId',
    'clientId is missing or still a placeholder: copy it from the credential in Adobe Developer Console.',
  )
}

function checkRedirectUri(redirectUri: string): string {
  const { hash } = parseSecureUrl(redirectUri, 'redirectUri', {
    invalid: 'invalid_redirect_uri',
    insecure: 'insecure_redirect_uri',
  })
  if (!hash) return redirectUri
  throw new ConfigurationError(
    'invalid_redirect_uri',
    'redirectUri',
    'redirectUri has a fragment, which OAuth forbids (RFC 6749 §3.1.2): leave out what follows the #.',
  )
}

function checkScopes(scopes: string | readonly string[] | undefined): readonly string[] {
  const parsed = parseScopes(scopes ?? '')
  if (parsed.length > 0) return Object.freeze(parsed)
  throw new ConfigurationError(
    'invalid_option',
    'scopes',
    'scopes is empty: copy the scopes from the credential in Adobe Developer Console.',
  )
}
