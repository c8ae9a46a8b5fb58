import { route, type Routes } from '../wire/router.ts'
import { admit } from './access.ts'
import type { AemContext, AemServices } from './aem-context.ts'
import { listContentFragmentModels } from './content-fragment-models.ts'
import { addCorsHeaders, answerPreflight, findCorsPolicy, isPreflight } from './cors-policy.ts'
import { problem } from './problem.ts'

const routes: Routes<AemContext> = {
  '/adobe/sites/cf/models': { GET: listContentFragmentModels },
}

/** Answers one request at the AEM author's origin. */
export async function aemService(request: Request, services: AemServices): Promise<Response> {
  const url = new URL(request.url)
  const path =
    services.behavior.doubledSlash === 'serve'
      ? url.pathname.replaceAll(/\/{2,}/g, '/')
      : url.pathname
  const policy = findCorsPolicy(services.corsPolicies, request, path)
  if (isPreflight(request)) return answerPreflight(request, policy)
  return addCorsHeaders(await answer(request, url, path, services), request, policy)
}

async function answer(
  request: Request,
  url: URL,
  path: string,
  services: AemServices,
): Promise<Response> {
  const admitted = await admit(request, url, services)
  if (admitted instanceof Response) return admitted
  const response = await route(routes, request, admitted, path)
  return response ?? problem(404, 'There is nothing at this address.')
}
