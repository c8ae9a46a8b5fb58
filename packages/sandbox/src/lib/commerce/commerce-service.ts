import { applyFault } from '../faults/apply-fault.ts'
import type { Oversight } from '../faults/fault.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { Services } from '../service-request.ts'
import { answerVisitor } from '../wire/notice-page.ts'
import { needing, route, type Routes } from '../wire/router.ts'
import { admit, requireResource } from './access.ts'
import type { CommerceContext } from './commerce-context.ts'
import { commerceError, failure } from './commerce-error.ts'
import { parseCommercePath } from './commerce-path.ts'
import { listProducts, readProduct } from './products.ts'
import { listStoreConfigurations, listStoreGroups, listStoreViews, listWebsites } from './stores.ts'

const inCatalog = needing<CommerceContext>((context) =>
  requireResource(context, 'Magento_Catalog::products'),
)
const inStores = needing<CommerceContext>((context) =>
  requireResource(context, 'Magento_Backend::store'),
)

const routes: Routes<CommerceContext> = {
  '/products': { GET: inCatalog(listProducts) },
  '/products/{sku}': { GET: inCatalog(readProduct) },
  '/store/storeConfigs': { GET: inStores(listStoreConfigurations) },
  '/store/storeGroups': { GET: inStores(listStoreGroups) },
  '/store/storeViews': { GET: inStores(listStoreViews) },
  '/store/websites': { GET: inStores(listWebsites) },
}

/** Answers one request at the origin of Commerce. */
export async function commerceService(
  request: Request,
  origins: SandboxOrigins,
  services: Services,
  { fault, hint }: Oversight,
): Promise<Response> {
  if (request.headers.has('origin')) hint('commerce_without_cors')
  return (
    (await applyFault(fault, failure)) ??
    answerVisitor(request, { ...page, home: origins.home }, services.randomness) ??
    answer(request, services, hint)
  )
}

const page = {
  title: 'Commerce, in the sandbox',
  text: 'Applications call its REST API under /<tenant id>/V1 with an access token: there is nothing else here.',
}

async function answer(
  request: Request,
  services: Services,
  hint: Oversight['hint'],
): Promise<Response> {
  const url = new URL(request.url)
  const path = parseCommercePath(url.pathname)
  if (path === undefined) {
    hint('commerce_path_unknown')
    return noRoute()
  }
  if (path.form === 'rest') hint('rest_path')
  const admitted = await admit({ request, url, services, hint, path })
  if (admitted instanceof Response) return admitted
  const response = await route(routes, request, admitted, path.resource)
  if (response !== undefined) return response
  hint(path.resource.startsWith('/async/') ? 'async_not_served' : 'endpoint_not_served')
  return noRoute()
}

function noRoute(): Response {
  return commerceError(404, 'Request does not match any route.')
}
