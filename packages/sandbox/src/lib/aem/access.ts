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
  return {
    request,
    url,
    services,
    user,
    clientId: claims.client_id,
    scopes: claims.scope.split(','),
  }
}

/** The refusal of a token that lacks a scope, in AEM's words. */
export function requireScope(context: AemContext, scope: string): Response | undefined {
  if (context.scopes.includes(scope)) return undefined
  return problem(403, 'The access token is missing required scopes.')
}

/** The refusal of a request without the client's own API key, which the folders and assets APIs ask for. */
export function requireApiKey({ request, clientId }: AemContext): Response | undefined {
  const key = request.headers.get('x-api-key')
  if (key === clientId) return undefined
  // The shape is that of Adobe's gateway; that AEM's is the same is inferred.
  return key === null
    ? Response.json({ error_code: '403000', message: 'Api Key is required' }, { status: 403 })
    : Response.json({ error_code: '403003', message: 'Api Key is invalid' }, { status: 403 })
}

/** The refusal of a user who may not change the repository. */
export function requireWriteRight({ user }: AemContext): Response | undefined {
  if (user.repositoryRights.has('write')) return undefined
  return problem(403, 'The user lacks the permission to change this repository.')
}
