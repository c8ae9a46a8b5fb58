import { ConfigurationError } from '@mudbrick/http'
import {
  type ClientAuthentication,
  clientSecretBasic,
  clientSecretPost,
  publicClient,
} from '@mudbrick/oauth'
import {
  assembleClient,
  type CreateImsClientOptions as CreateSinglePageAppClientOptions,
  createSinglePageAppClient,
  type ImsClient,
  type ImsClientOptions,
  type ImsCredential,
  parseCopied,
  parseRedirectUri,
} from './ims-client.ts'
import { isNativeRedirectUri } from './ims-quirks.ts'

/** Describes an app's credential at IMS; what else it needs depends on the kind of credential. */
export type CreateImsClientOptions =
  | CreateSinglePageAppClientOptions
  | CreateNativeAppClientOptions
  | CreateWebAppClientOptions
  | CreateServerToServerClientOptions

/** Describes the credential of an app that is installed. */
export interface CreateNativeAppClientOptions extends ImsClientOptions {
  /** The kind of credential. */
  readonly credential: 'native-app'
  /** Where IMS sends the user back to: the address that Adobe made for it, `adobe+<hash>://…`. */
  readonly redirectUri: string
  /** Has no place here: everybody who has the app could read it. */
  readonly clientSecret?: undefined
}

/** Describes the credential of an app whose users sign in at a server of its own. */
export interface CreateWebAppClientOptions extends ImsClientOptions {
  /** The kind of credential. */
  readonly credential: 'web-app'
  /** Where IMS sends the user back to; it has to match the credential's redirect URI pattern. */
  readonly redirectUri: string
  /** The credential's secret, as Adobe Developer Console shows it. */
  readonly clientSecret: string
}

/** Describes the credential of a program that acts for itself, not for a user. */
export interface CreateServerToServerClientOptions extends ImsClientOptions {
  /** The kind of credential. */
  readonly credential: 'server-to-server'
  /** Has no place here: no user is sent anywhere. */
  readonly redirectUri?: undefined
  /** The credential's secret, as Adobe Developer Console shows it. */
  readonly clientSecret: string
}

type PublicClientOptions = CreateSinglePageAppClientOptions | CreateNativeAppClientOptions

type ConfidentialClientOptions = CreateWebAppClientOptions | CreateServerToServerClientOptions

/**
 * Checks the description of a credential of any kind, and makes of it what the functions of this
 * package take. Its secret, if there is one, is to be seen nowhere in what comes out.
 *
 * @throws {@link ConfigurationError}, naming the option to correct.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/ims
 *
 * @example
 * ```ts
 * const ims = createImsClient({
 *   credential: 'web-app',
 *   clientId: 'client-id-123',
 *   clientSecret: await readSecret('ims-client-secret'),
 *   redirectUri: 'https://localhost:3002/auth/callback',
 *   scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
 * })
 * ```
 */
export function createImsClient<Credential extends ImsCredential>(
  options: CreateImsClientOptions & { readonly credential: Credential },
): ImsClient<Credential>
export function createImsClient(options: CreateImsClientOptions): ImsClient<ImsCredential> {
  switch (options?.credential) {
    case 'single-page-app':
      refuseSecret(options)
      return createSinglePageAppClient(options)
    case 'native-app':
      refuseSecret(options)
      return assembleClient(options, {
        clientAuthentication: publicClient(options.clientId),
        redirectUri: parseNativeRedirectUri(options.redirectUri),
      })
    case 'web-app':
      return assembleClient(options, {
        ...confidential(clientSecretBasic(options.clientId, parseSecret(options))),
        redirectUri: parseRedirectUri(options.redirectUri),
      })
    case 'server-to-server':
      // So it is documented, although discovery names Basic as well.
      return assembleClient(options, {
        ...confidential(clientSecretPost(options.clientId, parseSecret(options))),
        redirectUri: undefined,
      })
    default:
      throw unknownCredential(options ?? {})
  }
}

/** A client with a secret shows it wherever it asks (RFC 7009 §2.1). */
function confidential(clientAuthentication: ClientAuthentication) {
  return { clientAuthentication, revocationAuthentication: clientAuthentication }
}

// These are called with whatever an .env file holds, whatever the types promise.

function refuseSecret({ credential, clientSecret }: PublicClientOptions): void {
  if (clientSecret === undefined) return
  throw new ConfigurationError(
    'invalid_option',
    'clientSecret',
    `clientSecret is given for a ${credential}, which has none: leave it out, and if Adobe Developer Console shows one, correct credential.`,
  )
}

function parseNativeRedirectUri(redirectUri: string): string {
  if (isNativeRedirectUri(redirectUri)) return redirectUri
  throw new ConfigurationError(
    'invalid_redirect_uri',
    'redirectUri',
    'redirectUri is not the one of a native app, which begins with adobe+ and a hash: copy it from the credential in Adobe Developer Console.',
  )
}

function parseSecret({ clientSecret }: ConfidentialClientOptions): string {
  return parseCopied(clientSecret, 'clientSecret', 'invalid_option')
}

function unknownCredential({ credential }: { readonly credential?: unknown }): ConfigurationError {
  return new ConfigurationError(
    'invalid_option',
    'credential',
    `credential is ${JSON.stringify(credential)}: give 'single-page-app', 'native-app', 'web-app' or 'server-to-server', whichever Adobe Developer Console calls it.`,
  )
}
