import { type Clock, ConfigurationError, type Fetch } from '@mudbrick/http'
import { parseSecureOrigin } from '@mudbrick/http/internal'

/** Describes a Commerce instance and how to reach it. */
export interface CreateCommerceClientOptions {
  /** The instance's origin, such as `https://na1.api.commerce.adobe.com`. */
  readonly origin: string
  /**
   * The tenant id of Adobe Commerce as a Cloud Service, which begins every path: `/<tenant id>/V1`. Without it, paths
   * begin with `/rest`, as on a server of one's own.
   */
  readonly tenantId?: string | undefined
  /** The code of the store view to ask, or `all`; the default store view if left out. */
  readonly storeView?: string | undefined
  /** Sends the requests with an access token, such as a session's `fetch`. */
  readonly fetch: Fetch
  /** The client id, which a program sends beside its token. */
  readonly apiKey?: string | undefined
  /** The id of the organization, `…@AdobeOrg`, which a program sends beside its token. */
  readonly organizationId?: string | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
  /** How long an answer may take, body included; 30 seconds by default. */
  readonly timeoutMs?: number | undefined
}

/** A Commerce instance, checked and ready for the functions of this package. */
export interface CommerceClient extends CreateCommerceClientOptions {}

/**
 * Checks the description of a Commerce instance, and makes of it what the functions of this package take.
 *
 * @throws {@link ConfigurationError} when the origin is not valid or not secure, when a host of Adobe's comes without
 *   `tenantId`, and when `tenantId` or `storeView` is more than one part of a path.
 *
 * @example
 * ```ts
 * const commerce = createCommerceClient({
 *   origin: 'https://na1.api.commerce.adobe.com',
 *   tenantId: 'AbCdEf123456',
 *   fetch: session.fetch,
 * })
 * ```
 */
export function createCommerceClient(options: CreateCommerceClientOptions): CommerceClient {
  const origin = parseSecureOrigin(options?.origin, 'origin')
  const { tenantId, storeView } = options
  if (tenantId === undefined && origin.endsWith('.api.commerce.adobe.com')) {
    throw new ConfigurationError(
      'invalid_option',
      'tenantId',
      `tenantId is missing, and ${origin} asks for it: give the one that Commerce Cloud Manager shows in the details of the instance.`,
    )
  }
  requirePathPart(tenantId, 'tenantId')
  requirePathPart(storeView, 'storeView')
  return Object.freeze({ ...options, origin })
}

function requirePathPart(value: string | undefined, option: string): void {
  if (value === undefined || /^[\w-]+$/.test(value)) return
  const message = `${option} is ${JSON.stringify(value)}, which is not one part of a path: give letters, digits, - and _ alone.`
  throw new ConfigurationError('invalid_option', option, message)
}
