import type { StoreView } from '../state/catalog.ts'
import { requireResource } from './access.ts'
import type { CommerceContext } from './commerce-context.ts'
import { answerWith } from './partial-answer.ts'

/** `GET /V1/store/storeConfigs`: where and how each store view sells; `storeCodes` asks for some of them. */
export function listStoreConfigurations(context: CommerceContext): Response {
  const codes = readStoreCodes(context.url)
  const views = context.services.state.stores.views
  const wanted = views.filter(({ code }) => codes.length === 0 || codes.includes(code))
  return answerAboutStores(context, wanted.flatMap(describeConfiguration))
}

/** `GET /V1/store/storeViews` */
export function listStoreViews(context: CommerceContext): Response {
  const views = context.services.state.stores.views.map((view) => ({
    id: view.id,
    code: view.code,
    name: view.name,
    website_id: view.websiteId,
    store_group_id: view.storeGroupId,
    is_active: 1,
  }))
  return answerAboutStores(context, views)
}

/** `GET /V1/store/storeGroups` */
export function listStoreGroups(context: CommerceContext): Response {
  const groups = context.services.state.stores.groups.map((group) => ({
    id: group.id,
    website_id: group.websiteId,
    root_category_id: group.rootCategoryId,
    default_store_id: group.defaultStoreId,
    name: group.name,
    code: group.code,
  }))
  return answerAboutStores(context, groups)
}

/** `GET /V1/store/websites` */
export function listWebsites(context: CommerceContext): Response {
  const websites = context.services.state.stores.websites.map((website) => ({
    id: website.id,
    code: website.code,
    name: website.name,
    default_group_id: website.defaultGroupId,
  }))
  return answerAboutStores(context, websites)
}

function answerAboutStores(context: CommerceContext, list: readonly object[]): Response {
  return requireResource(context, 'Magento_Backend::store') ?? answerWith(context, list)
}

/** A list in a query is `name[]=…`, `name[0]=…`, or joined by commas (inferred). */
function readStoreCodes({ searchParams }: URL): readonly string[] {
  return [...searchParams]
    .filter(([name]) => /^storeCodes(\[\d*\])?$/.test(name))
    .flatMap(([, value]) => value.split(','))
}

function describeConfiguration({ id, code, websiteId, configuration }: StoreView): object[] {
  if (configuration === undefined) return []
  const { host } = configuration
  return [
    {
      id,
      code,
      website_id: websiteId,
      locale: configuration.locale,
      base_currency_code: configuration.baseCurrencyCode,
      default_display_currency_code: configuration.defaultDisplayCurrencyCode,
      timezone: configuration.timezone,
      weight_unit: configuration.weightUnit,
      base_url: `http://${host}/`,
      base_link_url: `http://${host}/`,
      base_static_url: `http://${host}/static/`,
      base_media_url: `http://${host}/media/`,
      secure_base_url: `https://${host}/`,
      secure_base_link_url: `https://${host}/`,
      secure_base_static_url: `https://${host}/static/`,
      secure_base_media_url: `https://${host}/media/`,
    },
  ]
}
