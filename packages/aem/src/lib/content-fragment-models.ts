import type { AemClient } from './aem-client.ts'
import { checkLimit, readAemJson, requestAem } from './aem-request.ts'
import { type ContentFragmentModel, parseContentFragmentModel } from './content-fragment-model.ts'
import { iteratePages, type ReceivedPage } from './iterate-pages.ts'

/** Options of listing models. */
export interface ListContentFragmentModelsOptions {
  /** Where to go on, as an earlier page said; the first page by default. */
  readonly cursor?: string | undefined
  /** How many models to a page, 1 to 50; 50 by default. */
  readonly limit?: number | undefined
  /** How much of each model: `summary` leaves out the fields; `full` by default. */
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
  const { items, cursor } = await requestPage(aem, options)
  return { items, cursor }
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
  yield* iteratePages((cursor) => requestPage(aem, { ...options, cursor }), options.cursor)
}

async function requestPage(
  aem: AemClient,
  { cursor, limit, projection, signal }: ListContentFragmentModelsOptions,
): Promise<ReceivedPage<ContentFragmentModel>> {
  checkLimit(limit)
  const received = await requestAem(aem, {
    path: '/adobe/sites/cf/models',
    query: { cursor, limit, projection },
    signal,
  })
  const { required, optional, within } = readAemJson(received)
  const items = required('items', 'array').map((item, index) =>
    parseContentFragmentModel(within(item, `items[${index}]`)),
  )
  return { items, cursor: optional('cursor', 'string'), received }
}
