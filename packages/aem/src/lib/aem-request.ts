import {
  ConfigurationError,
  type JsonFields,
  parseJson,
  readFields,
  type ReceivedResponse,
  sendRequestWithRetries,
} from '@mudbrick/http'
import type { AemClient } from './aem-client.ts'
import { AemError, hibernationAdvice } from './aem-error.ts'

/** One request to AEM's author. */
export interface AemRequest {
  /** The path, beginning with a slash. */
  readonly path: string
  /** The method; `GET` by default. */
  readonly method?: 'GET' | 'PATCH' | 'POST' | undefined
  /** The parameters of the query; those without a value are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  /** The headers beside `Accept` and the access token; those without a value are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  /** What to send as JSON. */
  readonly json?: unknown
  /** Statuses outside 2xx that the caller understands. */
  readonly understood?: readonly number[] | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends one request to AEM, and again as `sendRequestWithRetries` does.
 *
 * @throws {@link AemError} when AEM refuses.
 */
export async function requestAem(
  aem: AemClient,
  { path, method, query = {}, headers = {}, json, understood = [], signal }: AemRequest,
): Promise<ReceivedResponse> {
  checkClient(aem)
  // Joined as text: a path that begins with two slashes would name another host.
  const url = new URL(aem.origin + path)
  for (const [name, value] of givenEntries(query)) url.searchParams.set(name, String(value))
  const received = await sendRequestWithRetries(url, {
    method,
    // A browser asks AEM's CORS policy about each header but Accept: none is sent unless needed.
    headers: [['accept', 'application/json'], ...givenEntries(headers)],
    body: json === undefined ? undefined : JSON.stringify(json),
    fetch: aem.fetch,
    clock: aem.clock,
    timeoutMs: aem.timeoutMs,
    signal,
  })
  if (!received.ok && !understood.includes(received.status)) throw new AemError(received)
  return received
}

/** Reads the JSON object that AEM answered with. */
export function readAemJson(received: ReceivedResponse): JsonFields {
  return readFields(parseJson(received, { htmlAdvice: hibernationAdvice }), received)
}

/**
 * The header by which the folders and assets APIs know the client; the sites API does without.
 *
 * @throws {@link ConfigurationError} `missing_client_id`
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/folders/
 */
export function apiKeyHeader(aem: AemClient): { readonly 'x-api-key': string } {
  checkClient(aem)
  if (aem.apiKey) return { 'x-api-key': aem.apiKey }
  const message =
    'apiKey is missing, and the folders and assets of AEM ask for it: give createAemClient() the client id as apiKey.'
  throw new ConfigurationError('missing_client_id', 'apiKey', message)
}

/** TypeScript reports this, JavaScript does not. */
function checkClient(aem: AemClient | undefined): void {
  if (aem?.origin) return
  const message = 'aem is missing: give what createAemClient() returns.'
  throw new ConfigurationError('invalid_option', 'aem', message)
}

/**
 * Checks the size of a page before AEM is asked for it.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function checkLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= 50)) return
  const message = `limit is ${limit}, which AEM does not take: give a whole number from 1 to 50.`
  throw new ConfigurationError('invalid_option', 'limit', message)
}

function givenEntries<Value>(
  record: Readonly<Record<string, Value | undefined>>,
): readonly [string, Value][] {
  return Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined)
}
