import { generateId } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { Fault } from '../control/faults.ts'
import { meetFault } from '../control/meet-fault.ts'
import { route, type Routes } from '../wire/router.ts'
import { authorizationEndpoint } from './authorization/authorization-endpoint.ts'
import { consentForm } from './authorization/consent-form.ts'
import { signInForm } from './authorization/sign-in-form.ts'
import { allowOriginsOf, answerPreflight } from './cors.ts'
import { discoveryEndpoint, keysEndpoint } from './endpoints/discovery-endpoints.ts'
import { logoutEndpoint } from './endpoints/logout-endpoint.ts'
import { revocationEndpoint } from './endpoints/revocation-endpoint.ts'
import { userinfoEndpoint } from './endpoints/userinfo-endpoint.ts'
import type { ImsContext, ImsServices } from './ims-context.ts'
import { imsError } from './ims-error.ts'
import { tokenEndpoint } from './token/token-endpoint.ts'

/** Every path of IMS that the sandbox serves. The two forms are the sandbox's own. */
const routes: Routes<ImsContext> = {
  '/ims/.well-known/openid-configuration': { GET: discoveryEndpoint },
  '/ims/authorize/v2': { GET: authorizationEndpoint },
  '/ims/authorize/v2/consent': { POST: consentForm },
  '/ims/authorize/v2/sign-in': { POST: signInForm },
  '/ims/keys': { GET: keysEndpoint },
  '/ims/logout/v1': { GET: logoutEndpoint },
  '/ims/revoke': { POST: revocationEndpoint },
  '/ims/token/v3': { POST: tokenEndpoint },
  '/ims/userinfo/v2': { GET: userinfoEndpoint },
}

/** Answers one request at IMS's origin. */
export async function imsService(
  request: Request,
  origins: SandboxOrigins,
  services: ImsServices,
  fault: Fault | undefined,
): Promise<Response> {
  const context = { request, url: new URL(request.url), origins, services }
  const response =
    answerPreflight(request, services.state.credentials.all()) ??
    (await answerFault(context, fault)) ??
    (await route(routes, request, context)) ??
    imsError(404, 'not_found')
  response.headers.set('x-debug-id', generateId(services.randomness))
  return response
}

/** A fault's answer, which a page of any registered origin may read. */
async function answerFault(
  { request, services }: ImsContext,
  fault: Fault | undefined,
): Promise<Response | undefined> {
  const response = await meetFault(fault, (status) => imsError(status, 'server_error'))
  return response && allowOriginsOf(services.state.credentials.all(), response, request)
}
