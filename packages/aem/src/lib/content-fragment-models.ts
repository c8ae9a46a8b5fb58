import {
  ConfigurationError,
  parseJson,
  readFields,
  type ReceivedResponse,
  sendRequestWithRetries,
  UnexpectedResponseError,
} from '@mudbrick/http'
import type { AemClient } from './aem-client.ts'
import { AemError, hibernationAdvice } from './aem-error.ts'
import { type ContentFragmentModel, parseContentFragmentModel } from './content-fragment-model.ts'

/** Says which models to list, and how much of each. */
export interface ListContentFragmentModelsOptions {
  /** Where to go on, as an earlier page said; the first page unless told. */
  readonly cursor?: string | undefined
  /** How many models to a page, 1 to 50; AEM gives 50 unless told. */
  readonly limit?: number | undefined
  /** How much of each model: `summary` leaves out the fields; AEM gives `full` unless told. */
  readonly projection?: 'minimal' | 'summary' | 'full' | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** One page of content fragment models. */
export interface ContentFragmentModelPage {
  /** The models that the user may see. */
  readonly items: readonly ContentFragmentModel[]
  /** Where the next page begins, unless this is the last. */
  readonly cursor: string | undefined
}

/**
 * Lists a page of the content fragment models that the user may see.
 *
 * @throws {@link AemError} when AEM refuses.
 * @throws {@link ConfigurationError} for a limit that AEM would refuse; nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/sites/
 *
 * @example
 * ```ts
 * const { items, cursor } = await listContentFragmentModels(aem, { limit: 10, projection: 'summary' })
 * ```
 */
export async function listContentFragmentModels(
  aem: AemClient,
  options: ListContentFragmentModelsOptions = {},
): Promise<ContentFragmentModelPage> {
  return parsePage(await requestPage(aem, options))
}

/**
 * Goes through all content fragment models that the user may see, asking for page after page as
 * they are needed. It rejects as {@link listContentFragmentModels} does, and with an
 * {@link UnexpectedResponseError} when AEM sends it round in circles.
 *
 * @yields Model after model, in AEM's order.
 *
 * @example
 * ```ts
 * for await (const model of iterateContentFragmentModels(aem)) console.log(model.path)
 * ```
 */
export async function* iterateContentFragmentModels(
  aem: AemClient,
  options: ListContentFragmentModelsOptions = {},
): AsyncGenerator<ContentFragmentModel, void, undefined> {
  let { cursor } = options
  const cursors = new Set([cursor])
  for (;;) {
    const received = await requestPage(aem, { ...options, cursor })
    const page = parsePage(received)
    yield* page.items
    if (page.cursor === undefined) return
    if (cursors.has(page.cursor)) {
      const found = 'with a cursor that it had given before'
      throw new UnexpectedResponseError('wrong_value', received, { found, field: 'cursor' })
    }
    cursor = page.cursor
    cursors.add(cursor)
  }
}

async function requestPage(
  aem: AemClient,
  { cursor, limit, projection, signal }: ListContentFragmentModelsOptions,
): Promise<ReceivedResponse> {
  checkLimit(limit)
  const url = new URL('/adobe/sites/cf/models', aem.origin)
  for (const [name, value] of Object.entries({ cursor, limit, projection })) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  // Accept is the only header here: a browser would ask AEM's CORS policy about any other.
  const received = await sendRequestWithRetries(url, {
    headers: { accept: 'application/json' },
    fetch: aem.fetch,
    clock: aem.clock,
    timeoutMs: aem.timeoutMs,
    signal,
  })
  if (!received.ok) throw new AemError(received)
  return received
}

function checkLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= 50)) return
  const message = `limit is ${limit}, which AEM does not take: give a whole number from 1 to 50.`
  throw new ConfigurationError('invalid_option', 'limit', message)
}

function parsePage(received: ReceivedResponse): ContentFragmentModelPage {
  const { required, optional, within } = readFields(
    parseJson(received, { htmlAdvice: hibernationAdvice }),
    received,
  )
  const items = required('items', 'array').map((item, index) =>
    parseContentFragmentModel(within(item, `items[${index}]`)),
  )
  return { items, cursor: optional('cursor', 'string') }
}
