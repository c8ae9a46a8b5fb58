import { readBearerToken } from '../wire/bearer.ts'
import type { AemContext, AemServices } from './aem-context.ts'
import { problem } from './problem.ts'

/** Lets a request in, or says why not, in the order that Adobe's sources suggest. */
export async function admit(
  request: Request,
  url: URL,
  services: AemServices,
): Promise<AemContext | Response> {
  const { accessTokens, users } = services.state
  const claims = await accessTokens.verify(readBearerToken(request) ?? '')
  const user = claims && users.byId(claims.user_id)
  if (claims === undefined || user === undefined) {
    return problem(401, 'The access token is missing, invalid or expired.', {
      'www-authenticate': 'Bearer',
    })
  }
  if (!services.clientAllowList.has(claims.client_id)) {
    return problem(
      403,
      'IMS Client ID not allowlisted. Allowlist the Client ID using the Configuration Pipeline.',
    )
  }
  return { request, url, services, user, scopes: claims.scope.split(',') }
}

/** The refusal of a token that lacks a scope, in AEM's words. */
export function requireScope(context: AemContext, scope: string): Response | undefined {
  if (context.scopes.includes(scope)) return undefined
  return problem(403, 'The access token is missing required scopes.')
}
