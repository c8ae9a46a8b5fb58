import { identifyBearer, type Bearer } from '../state/bearer.ts'
import type { StoreView } from '../state/catalog.ts'
import type { ServiceRequest, Services } from '../service-request.ts'
import type { CommerceContext } from './commerce-context.ts'
import { commerceError } from './commerce-error.ts'
import type { CommercePath } from './commerce-path.ts'

/** A request before the door. */
export interface Arrival extends ServiceRequest<Services> {
  readonly path: CommercePath
}

/** Lets a request in, or says why not; that the gateway asks in this order is inferred. */
export async function admit(arrival: Arrival): Promise<CommerceContext | Response> {
  const { path: _, ...asked } = arrival
  const { request, services, hint } = asked
  const bearer = await identifyBearer(services.state, request)
  if (bearer.flaw !== undefined) {
    hint(bearer.flaw)
    // What the gateway says to a bad token is not public.
    return unauthorized('The access token is missing, invalid or expired.')
  }
  const refusal = refuseScopes(arrival, bearer) ?? refuseHeaders(arrival, bearer)
  if (refusal !== undefined) return refusal
  const storeView = findStoreView(arrival)
  if (storeView instanceof Response) return storeView
  return { ...asked, user: bearer.user, storeView }
}

/** The rights of Commerce that its endpoints ask for. */
export type CommerceResource = 'Magento_Backend::store' | 'Magento_Catalog::products'

/**
 * The refusal of a user whose role lacks a resource: a 401, like that of an invalid token. The resources are those
 * of the core's `webapi.xml` (magento/magento2, `app/code/Magento/Store/etc`); that the cloud service keeps them is
 * inferred.
 */
export function requireResource(
  { user, hint }: CommerceContext,
  resource: CommerceResource,
): Response | undefined {
  const { commerceResources } = user
  if (commerceResources.has(everything) || commerceResources.has(resource)) return undefined
  hint('commerce_resource_missing', resource)
  return commerceError(401, "The consumer isn't authorized to access %resources.", {
    resources: resource,
  })
}

const everything = 'Magento_Backend::all'

/** Adobe's page counts scopes among the reasons of a 401. */
function refuseScopes({ services, hint }: Arrival, { claims }: KnownBearer): Response | undefined {
  const hasScope = claims.scope.split(',').includes(scope)
  if (services.behavior.commerceScope === 'optional' || hasScope) return undefined
  hint('access_token_scope_missing', scope)
  return unauthorized('The access token is missing required scopes.')
}

type KnownBearer = Extract<Bearer, { readonly flaw?: never }>

const scope = 'commerce.accs'

function unauthorized(message: string): Response {
  return commerceError(401, message, undefined, { 'www-authenticate': 'Bearer' })
}

/** Adobe's samples send both headers, its page for users sends neither: a header that is sent must be right. */
function refuseHeaders(
  { request, hint }: Arrival,
  { user, claims }: KnownBearer,
): Response | undefined {
  const organization = request.headers.get('x-gw-ims-org-id')
  if (
    user.organization === undefined ||
    (organization ?? user.organization) !== user.organization
  ) {
    hint('commerce_organization_mismatch')
    return commerceError(403, 'The user does not belong to this organization.')
  }
  const apiKey = request.headers.get('x-api-key')
  if (apiKey === null || apiKey === claims.client_id) return undefined
  hint('api_key_mismatch')
  return commerceError(403, 'Api Key is invalid')
}

function findStoreView({
  request,
  services,
  path,
  hint,
}: Arrival): StoreView | Response | undefined {
  const code = path.storeCode ?? request.headers.get('store') ?? 'default'
  if (code === 'all') return undefined
  const storeView = services.state.stores.viewByCode(code)
  if (storeView !== undefined) return storeView
  hint('store_unknown', code)
  return commerceError(
    404,
    "The store that was requested wasn't found. Verify the store and try again.",
  )
}
