import { isPublicClient, isUserCredential } from '../../state/credential.ts'
import { readQueryAndForm } from '../../wire/parameters.ts'
import { authenticateClient } from '../client-authentication.ts'
import { areSound, readRequired } from '../client-form.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-answer.ts'
import { grantByAuthorizationCode } from './authorization-code-grant.ts'
import { grantByClientCredentials } from './client-credentials-grant.ts'
import { grantByRefreshToken } from './refresh-token-grant.ts'
import type { TokenContext } from './token-response.ts'

/** `POST /ims/token/v1` to `v4` (RFC 6749 §3.2): parameters in the form or in the query, as Adobe documents. */
export async function tokenEndpoint(ims: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(ims.request)
  if (!areSound(ims, parameters))
    return allowOriginsOf(ims, undefined, imsError(400, 'invalid_request'))
  const { credential, refusal } = authenticateClient(ims, parameters)
  const response = refusal ?? (await grant({ ...ims, parameters, credential }))
  return allowOriginsOf(ims, credential, response)
}

const grants: ReadonlyMap<string, (context: TokenContext) => Response | Promise<Response>> =
  new Map([
    ['authorization_code', grantByAuthorizationCode],
    ['refresh_token', grantByRefreshToken],
    ['client_credentials', grantByClientCredentials],
  ])

function grant(context: TokenContext): Response | Promise<Response> {
  const type = readRequired(context, context.parameters, 'grant_type')
  if (type === undefined) return imsError(400, 'invalid_request')
  const grantTokens = grants.get(type)
  if (grantTokens === undefined) {
    context.hint('grant_type_unsupported', type)
    return imsError(400, 'unsupported_grant_type', describeGrant(type))
  }
  const isForUsers = type !== 'client_credentials'
  if (isForUsers !== isUserCredential(context.credential)) {
    context.hint('grant_type_not_for_client', type)
    // As reported of public clients; RFC 6749 §5.2 for the others (inferred).
    const error = isPublicClient(context.credential)
      ? 'unsupported_grant_type'
      : 'unauthorized_client'
    return imsError(400, error)
  }
  return grantTokens(context)
}

/** Grants that Adobe's own clients use, and the sandbox does not have: these it names. */
const otherGrants: ReadonlySet<string> = new Set([
  'cluster_at_exchange',
  'device',
  'password',
  'promise',
  'promise_exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
])

function describeGrant(type: string): string | undefined {
  return otherGrants.has(type) ? `unsupported grant_type ${type}` : undefined
}

/** `POST /ims/exchange/jwt`: its credentials were retired in 2025 and 2026; that it now says so in this way is inferred. */
export function jwtExchangeEndpoint(): Response {
  return imsError(
    400,
    'invalid_client',
    'The Service Account (JWT) credential is retired: use OAuth Server-to-Server.',
  )
}
