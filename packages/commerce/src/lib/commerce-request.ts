import {
  ConfigurationError,
  parseJson,
  readFields,
  type JsonFields,
  type ReceivedResponse,
  sendRequestWithRetries,
  UnexpectedResponseError,
} from '@mudbrick/http'
import type { CommerceClient } from './commerce-client.ts'
import { CommerceError } from './commerce-error.ts'

/** One request to Commerce. */
export interface CommerceRequest {
  /** What follows the version in the path, beginning with a slash. */
  readonly resource: string
  /** The parameters of the query. */
  readonly query?: readonly (readonly [name: string, value: string])[] | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks Commerce for something, and again as `sendRequestWithRetries` does.
 *
 * @throws {@link CommerceError} when Commerce refuses.
 */
export async function requestCommerce(
  commerce: CommerceClient,
  { resource, query = [], signal }: CommerceRequest,
): Promise<ReceivedResponse> {
  // TypeScript reports this, JavaScript does not.
  if (!commerce?.origin) {
    const message = 'commerce is missing: give what createCommerceClient() returns.'
    throw new ConfigurationError('invalid_option', 'commerce', message)
  }
  const { origin, fetch, clock, timeoutMs } = commerce
  // Joined as text: a path that begins with two slashes would name another host.
  const url = new URL(origin + basePathOf(commerce) + resource)
  for (const [name, value] of query) url.searchParams.append(name, value)
  const received = await sendRequestWithRetries(url, {
    headers: listHeaders(commerce),
    maxBytes,
    fetch,
    clock,
    timeoutMs,
    signal,
  })
  if (!received.ok) throw new CommerceError(received)
  return received
}

/** Reads the JSON object that Commerce answered with. */
export function readCommerceJson(received: ReceivedResponse): JsonFields {
  return readFields(parseJson(received), received)
}

/**
 * Reads the JSON list that Commerce answered with, item by item.
 *
 * @throws {@link UnexpectedResponseError} when the answer is not a list, or an item is not as documented.
 */
export function readCommerceList<Item>(
  received: ReceivedResponse,
  parse: (fields: JsonFields) => Item,
): readonly Item[] {
  const list = parseJson(received)
  if (!Array.isArray(list)) {
    const found = 'with JSON that is not a list'
    throw new UnexpectedResponseError('wrong_type', received, { found, field: '' })
  }
  return list.map((item, index) => parse(readFields(item, received, `[${index}]`)))
}

/** A page of 300 products with all their attributes has several MiB. */
const maxBytes = 33_554_432

/** A server of one's own has the store view in the path. */
function basePathOf({ tenantId, storeView }: CommerceClient): string {
  if (tenantId !== undefined) return `/${tenantId}/V1`
  return storeView === undefined ? '/rest/V1' : `/rest/${storeView}/V1`
}

/** @see https://developer.adobe.com/commerce/webapi/rest/authentication/server-to-server/ */
function listHeaders({
  tenantId,
  storeView,
  apiKey,
  organizationId,
}: CommerceClient): [string, string][] {
  const headers: readonly [string, string | undefined][] = [
    ['accept', 'application/json'],
    ['store', tenantId === undefined ? undefined : storeView],
    ['x-api-key', apiKey],
    ['x-gw-ims-org-id', organizationId],
  ]
  return headers.filter((header): header is [string, string] => header[1] !== undefined)
}
