import type { StoreView } from '../state/catalog.ts'
import type { CommerceContext } from './commerce-context.ts'
import { answerWith } from './partial-answer.ts'

/** `GET /V1/store/storeConfigs`: where and how each store view sells; `storeCodes` asks for some of them. */
export function listStoreConfigurations(context: CommerceContext): Response {
  const codes = readStoreCodes(context.url)
  const views = context.services.state.stores.storeViews
  const wanted = views.filter(({ code }) => codes.length === 0 || codes.includes(code))
  return answerWith(context, wanted.flatMap(describeConfiguration))
}

/** `GET /V1/store/storeViews` */
export function listStoreViews(context: CommerceContext): Response {
  const views = context.services.state.stores.storeViews.map((view) => {
    const { configuration: _, ...shown } = view
    return { ...inSnakeCase(shown), is_active: 1 }
  })
  return answerWith(context, views)
}

/** `GET /V1/store/storeGroups` */
export function listStoreGroups(context: CommerceContext): Response {
  return answerWith(context, context.services.state.stores.storeGroups.map(inSnakeCase))
}

/** `GET /V1/store/websites` */
export function listWebsites(context: CommerceContext): Response {
  return answerWith(context, context.services.state.stores.websites.map(inSnakeCase))
}

/** Commerce has the seed's members, and spells them so. */
function inSnakeCase(members: object): object {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [toSnakeCase(name), value]),
  )
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A list in a query is `name[]=…`, `name[0]=…`, or joined by commas (inferred). */
function readStoreCodes({ searchParams }: URL): readonly string[] {
  return [...searchParams]
    .filter(([name]) => /^storeCodes(\[\d*\])?$/.test(name))
    .flatMap(([, value]) => value.split(','))
}

function describeConfiguration({ id, code, websiteId, configuration }: StoreView): object[] {
  if (configuration === undefined) return []
  const { host, ...others } = configuration
  return [
    {
      ...inSnakeCase({ id, code, websiteId, ...others }),
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
