import { generateId } from '../effects.ts'
import { applyFault } from '../faults/apply-fault.ts'
import type { MetFault, Oversight } from '../faults/fault.ts'
import type { SandboxOrigins } from '../origins.ts'
import { answerVisitor } from '../wire/notice-page.ts'
import { route, type Endpoint, type Routes } from '../wire/router.ts'
import { authorizationEndpoint } from './authorization/authorization-endpoint.ts'
import { consentForm, signInForm } from './authorization/forms.ts'
import { allowOriginsOf, answerPreflight } from './cors.ts'
import { browserSessionTokenEndpoint } from './endpoints/browser-session-token-endpoint.ts'
import { discoveryEndpoint, keysEndpoint } from './endpoints/discovery-endpoints.ts'
import { logoutEndpoint, silentLogoutEndpoint } from './endpoints/logout-endpoints.ts'
import {
  organizationsEndpoint,
  profileEndpoint,
  userinfoEndpoint,
} from './endpoints/profile-endpoints.ts'
import { invalidationEndpoint, revocationEndpoint } from './endpoints/token-ending-endpoints.ts'
import { validationEndpoint } from './endpoints/validation-endpoint.ts'
import type { ImsContext, ImsServices, ImsVersion } from './ims-context.ts'
import { imsError } from './ims-answer.ts'
import { jwtExchangeEndpoint, tokenEndpoint } from './token/token-endpoint.ts'

/** Every path of IMS that the sandbox serves. The forms are the sandbox's own. */
const routes: Routes<ImsContext> = {
  '/ims/.well-known/openid-configuration': { GET: discoveryEndpoint },
  ...inVersions('/ims/authorize', ['v1', 'v2'], { GET: authorizationEndpoint }),
  '/ims/authorize/v1/consent': { POST: at('v1', consentForm) },
  '/ims/authorize/v1/sign-in': { POST: at('v1', signInForm) },
  '/ims/authorize/v2/consent': { POST: at('v2', consentForm) },
  '/ims/authorize/v2/sign-in': { POST: at('v2', signInForm) },
  '/ims/check/v6/token': { POST: at('v1', browserSessionTokenEndpoint) },
  '/ims/exchange/jwt': { POST: jwtExchangeEndpoint },
  '/ims/exchange/v1/jwt': { POST: jwtExchangeEndpoint },
  '/ims/invalidate_token/v2': { POST: invalidationEndpoint },
  '/ims/keys': { GET: keysEndpoint },
  '/ims/logout': { GET: logoutEndpoint, POST: logoutEndpoint },
  '/ims/logout/v1': { GET: logoutEndpoint, POST: logoutEndpoint },
  '/ims/logout/v1/token': { GET: silentLogoutEndpoint, POST: silentLogoutEndpoint },
  '/ims/organizations/v5': { GET: organizationsEndpoint },
  '/ims/organizations/v6': { GET: organizationsEndpoint },
  '/ims/profile/v1': { GET: profileEndpoint, POST: profileEndpoint },
  '/ims/revoke': { POST: revocationEndpoint },
  ...inVersions('/ims/token', ['v1', 'v2', 'v3', 'v4'], { POST: tokenEndpoint }),
  ...inVersions('/ims/userinfo', ['v1', 'v2'], { GET: userinfoEndpoint }),
  '/ims/validate_token/v1': { POST: validationEndpoint },
}

/** Answers one request at IMS's origin. */
export async function imsService(
  request: Request,
  origins: SandboxOrigins,
  services: ImsServices,
  { fault, hint }: Oversight,
): Promise<Response> {
  const context: ImsContext = {
    request,
    debugId: generateId(services.randomness),
    url: new URL(request.url),
    origins,
    services,
    version: 'v1',
    hint,
  }
  const response =
    answerPreflight(context) ??
    (await answerFault(context, fault)) ??
    (await route(routes, request, context)) ??
    answerVisitor(request, { ...page, home: origins.home }, services.randomness) ??
    notServed(context)
  response.headers.set('x-debug-id', context.debugId)
  return response
}

const page = {
  title: 'Adobe IMS, in the sandbox',
  text: 'Applications send their users here to sign in: nothing starts on this page.',
}

function notServed({ hint }: ImsContext): Response {
  hint('endpoint_not_served')
  return imsError(404, 'not_found')
}

/** The same endpoint in several versions; the path without one is the first. */
function inVersions(
  path: string,
  versions: readonly ImsVersion[],
  methods: Readonly<Record<string, Endpoint<ImsContext>>>,
): Routes<ImsContext> {
  const routesOf = (address: string, version: ImsVersion): [string, Routes<ImsContext>[string]] => [
    address,
    Object.fromEntries(
      Object.entries(methods).map(([method, endpoint]) => [method, at(version, endpoint)]),
    ),
  ]
  const named = versions.map((version) => routesOf(`${path}/${version}`, version))
  return Object.fromEntries([routesOf(path, 'v1'), ...named])
}

function at(version: ImsVersion, endpoint: Endpoint<ImsContext>): Endpoint<ImsContext> {
  return (context, parts) => endpoint({ ...context, version }, parts)
}

/** A fault's answer, which a page of any registered origin may read. */
async function answerFault(
  context: ImsContext,
  fault: MetFault | undefined,
): Promise<Response | undefined> {
  const response = await applyFault(fault, (status, error = 'server_error') =>
    imsError(status, error),
  )
  return response && allowOriginsOf(context, 'any', response)
}
