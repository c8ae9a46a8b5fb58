import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { parseSecureOrigin, parseSecureUrl } from '@mudbrick/http/internal'

/** Where an IMS is found. */
export interface ImsEnvironment {
  /** Where the user signs in and consents. */
  readonly authorizationEndpoint: string
  /** Where codes become tokens. */
  readonly tokenEndpoint: string
  /** Says who the user is. */
  readonly userinfoEndpoint: string
  /** Says whether a token is good. */
  readonly validationEndpoint: string
  /** Ends tokens. */
  readonly revocationEndpoint: string
  /** Ends the browser session. */
  readonly logoutEndpoint: string
}

/** Endpoints by address; those left out are taken to be at the origin of the others. */
export type ImsEndpoints = {
  readonly [Endpoint in keyof ImsEnvironment]?: string | undefined
}

/** Names an IMS: Adobe's, the origin of another (such as the sandbox), or its endpoints. */
export type ImsEnvironmentOption = 'production' | 'stage' | (string & {}) | ImsEndpoints

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
const productionOrigin = 'https://ims-na1.adobelogin.com'
/** For Adobe's own people. @see https://github.com/adobe/aio-lib-ims */
const stageOrigin = 'https://ims-na1-stg1.adobelogin.com'

/**
 * The paths and versions of Adobe's documentation.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
const paths: ImsEnvironment = {
  authorizationEndpoint: '/ims/authorize/v2',
  tokenEndpoint: '/ims/token/v3',
  userinfoEndpoint: '/ims/userinfo/v2',
  validationEndpoint: '/ims/validate_token/v1',
  revocationEndpoint: '/ims/revoke',
  logoutEndpoint: '/ims/logout/v1',
}

/** @throws {@link ConfigurationError} `unknown_environment` */
export function resolveEnvironment(environment: ImsEnvironmentOption): ImsEnvironment {
  const given: Readonly<Record<string, string | undefined>> =
    typeof environment === 'string' ? {} : environment
  const origin =
    typeof environment === 'string' ? originOf(environment) : originOfFirst(environment)
  const resolved = Object.entries(paths).map(([endpoint, path]) => [
    endpoint,
    parseSecureUrl(given[endpoint] ?? origin + path, endpoint, codes).href,
  ])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one for each of the paths
  return Object.freeze(Object.fromEntries(resolved)) as ImsEnvironment
}

const codes = { invalid: 'unknown_environment', insecure: 'unknown_environment' } as const

function originOf(environment: string): string {
  if (environment === 'production') return productionOrigin
  if (environment === 'stage') return stageOrigin
  if (environment.includes(':')) return parseSecureOrigin(environment, 'environment', codes)
  throw new ConfigurationError(
    'unknown_environment',
    'environment',
    explains &&
      `environment is ${JSON.stringify(environment)}: give 'production', 'stage', or the origin of another IMS, such as https://127.0.0.1:8443.`,
  )
}

function originOfFirst(endpoints: ImsEndpoints): string {
  for (const name of ['tokenEndpoint', 'authorizationEndpoint'] as const) {
    const endpoint = endpoints[name]
    if (endpoint !== undefined) return parseSecureUrl(endpoint, name, codes).origin
  }
  throw new ConfigurationError(
    'unknown_environment',
    'environment',
    explains &&
      "environment names neither a tokenEndpoint nor an authorizationEndpoint: give one, or 'production'.",
  )
}
