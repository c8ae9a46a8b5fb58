import { identifyBearer } from '../state/bearer.ts'
import { jsonAnswer } from '../wire/answer.ts'
import type { ServiceRequest } from '../service-request.ts'
import type { AemContext, AemServices } from './aem-context.ts'
import { problem } from './problem.ts'

/** Lets a request in, or says why not, in the order that Adobe's sources suggest. */
export async function admit(arrival: ServiceRequest<AemServices>): Promise<AemContext | Response> {
  const { request, services, hint } = arrival
  const bearer = await identifyBearer(services.state, request)
  if (bearer.flaw !== undefined) {
    hint(bearer.flaw)
    return problem(401, 'The access token is missing, invalid or expired.', {
      'www-authenticate': 'Bearer',
    })
  }
  const { claims, user } = bearer
  if (!services.clientAllowList.has(claims.client_id)) {
    hint('client_not_allow_listed', claims.client_id)
    return problem(
      403,
      'IMS Client ID not allowlisted. Allowlist the Client ID using the Configuration Pipeline.',
    )
  }
  return { ...arrival, user, clientId: claims.client_id, scopes: claims.scope.split(',') }
}

/** The refusal of a token that lacks a scope, in AEM's words. */
export function requireScope(context: AemContext, scope: string): Response | undefined {
  if (context.scopes.includes(scope)) return undefined
  context.hint('access_token_scope_missing', scope)
  return problem(403, 'The access token is missing required scopes.')
}

/** The refusal of a request without the client's own API key, which the folders and assets APIs ask for. */
export function requireApiKey({ request, clientId, hint }: AemContext): Response | undefined {
  const key = request.headers.get('x-api-key')
  if (key === clientId) return undefined
  hint('api_key_mismatch')
  // The shape is that of Adobe's gateway; that AEM's is the same is inferred.
  return key === null
    ? jsonAnswer({ error_code: '403000', message: 'Api Key is required' }, { status: 403 })
    : jsonAnswer({ error_code: '403003', message: 'Api Key is invalid' }, { status: 403 })
}

/** The refusal of a user who may not change the repository. */
export function requireWriteRight({ user, hint }: AemContext): Response | undefined {
  if (user.repositoryRights.has('write')) return undefined
  hint('write_right_missing')
  return problem(403, 'The user lacks the permission to change this repository.')
}

/** Whether the user may read the repository. What may not be read is left out, without a word. */
export function mayRead({ user, hint }: AemContext): boolean {
  const isAllowed = user.repositoryRights.has('read')
  if (!isAllowed) hint('product_profile_missing')
  return isAllowed
}

/** What every call of the folders API needs beside a token: its scope and the client's API key. */
export function requireFolderAccess(context: AemContext): Response | undefined {
  return requireScope(context, 'aem.folders') ?? requireApiKey(context)
}
