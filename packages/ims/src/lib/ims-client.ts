import {
  type Clock,
  ConfigurationError,
  type ConfigurationErrorCode,
  type Fetch,
} from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { defaultFetch, parseSecureUrl, systemClock } from '@mudbrick/http/internal'
import { type ClientAuthentication, publicClient, type RandomBytes } from '@mudbrick/oauth'
import {
  type ImsEnvironment,
  type ImsEnvironmentOption,
  resolveEnvironment,
} from './ims-environment.ts'
import { parseScopes } from './ims-quirks.ts'

/** The kinds of credential that users sign in with. */
export type UserCredential = 'single-page-app' | 'native-app' | 'web-app'

/** The kinds of credential that Adobe Developer Console gives out. */
export type ImsCredential = UserCredential | 'server-to-server'

/** Describes what credentials of all kinds have. */
export interface ImsClientOptions {
  /** The credential's client id, as Adobe Developer Console shows it. */
  readonly clientId: string
  /** What to ask for, as a list or as Adobe Developer Console prints it. */
  readonly scopes: string | readonly string[]
  /** Which IMS; Adobe's production by default. */
  readonly environment?: ImsEnvironmentOption | undefined
  /** Sends the requests; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
  /** Draws verifiers, states and nonces; the platform's WebCrypto by default. */
  readonly randomBytes?: RandomBytes | undefined
  /** How long an answer may take, body included; 30 seconds by default. */
  readonly timeoutMs?: number | undefined
}

/** Describes the credential of a single-page app at IMS. */
export interface CreateImsClientOptions extends ImsClientOptions {
  /** The kind of credential; `@mudbrick/ims/credentials` has a `createImsClient` for the others. */
  readonly credential: 'single-page-app'
  /** Where IMS sends the user back to; it has to match the credential's redirect URI pattern. */
  readonly redirectUri: string
  /** Has no place here: everybody who opens the page could read it. */
  readonly clientSecret?: undefined
}

/**
 * An app's credential at IMS, checked and ready for the functions of this package; one that users
 * sign in with, unless the type says otherwise.
 */
export interface ImsClient<Credential extends ImsCredential = UserCredential> {
  /** The kind of credential. */
  readonly credential: Credential
  /** The credential's client id. */
  readonly clientId: string
  /** Shows the token endpoint who asks; the secret, if there is one, is to be seen nowhere. */
  readonly clientAuthentication: ClientAuthentication
  /** Shows the revocation endpoint who asks, where it wants more than the client id. */
  readonly revocationAuthentication?: ClientAuthentication | undefined
  /** Where IMS sends the user back to, if users sign in. */
  readonly redirectUri: Credential extends UserCredential ? string : undefined
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
 * Checks the description of a single-page app's credential, and makes of it what the functions of
 * this package take.
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
export function createImsClient(options: CreateImsClientOptions): ImsClient<'single-page-app'> {
  const { credential }: { readonly credential?: string } = options ?? {}
  if (credential && credential !== 'single-page-app') {
    throw new ConfigurationError(
      'invalid_option',
      'credential',
      explains &&
        `credential is "${credential}": createImsClient of @mudbrick/ims/credentials makes clients for it.`,
    )
  }
  return createSinglePageAppClient(options)
}

/** Takes the credential for one of a single-page app. */
export function createSinglePageAppClient(
  options: CreateImsClientOptions,
): ImsClient<'single-page-app'> {
  return assembleClient(options, {
    clientAuthentication: publicClient(options?.clientId),
    redirectUri: parseRedirectUri(options?.redirectUri),
  })
}

/** Checks what credentials of all kinds have, and adds the parts in which they differ. */
export function assembleClient<Credential extends ImsCredential>(
  options: ImsClientOptions & { readonly credential: Credential },
  parts: Pick<
    ImsClient<Credential>,
    'clientAuthentication' | 'revocationAuthentication' | 'redirectUri'
  >,
): ImsClient<Credential> {
  const { credential, clientId, scopes, environment = 'production' } = options
  const { fetch = defaultFetch, clock = systemClock, randomBytes, timeoutMs } = options
  return Object.freeze({
    ...parts,
    credential,
    clientId: parseCopied(clientId, 'clientId', 'missing_client_id'),
    scopes: checkScopes(scopes),
    environment: resolveEnvironment(environment),
    fetch,
    clock,
    randomBytes,
    timeoutMs,
  })
}

// These are called with whatever an .env file holds, whatever the types promise.

/** Takes what has to be copied from Adobe Developer Console, and no placeholder for it. */
export function parseCopied(
  text: string | undefined,
  option: string,
  code: ConfigurationErrorCode,
): string {
  if (text && !/[\s<>]|^(undefined|null)$/.test(text)) return text
  throw new ConfigurationError(
    code,
    option,
    explains &&
      `${option} is missing or still a placeholder: copy it from the credential in Adobe Developer Console.`,
  )
}

/** Takes a redirect URI that a browser can be sent to with a code. */
export function parseRedirectUri(redirectUri: string): string {
  const { hash } = parseSecureUrl(redirectUri, 'redirectUri', {
    invalid: 'invalid_redirect_uri',
    insecure: 'insecure_redirect_uri',
  })
  if (!hash) return redirectUri
  throw new ConfigurationError(
    'invalid_redirect_uri',
    'redirectUri',
    explains &&
      'redirectUri has a fragment, which OAuth forbids (RFC 6749 §3.1.2): leave out what follows the #.',
  )
}

function checkScopes(scopes: unknown): readonly string[] {
  const parsed = parseScopes(typeof scopes === 'string' || Array.isArray(scopes) ? scopes : '')
  if (parsed.length > 0) return Object.freeze(parsed)
  throw new ConfigurationError(
    'invalid_option',
    'scopes',
    explains && 'scopes is empty: copy the scopes from the credential in Adobe Developer Console.',
  )
}
