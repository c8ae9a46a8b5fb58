import { jsonAnswer } from '../../wire/answer.ts'
import type { ImsContext } from '../ims-context.ts'

/** `GET /ims/.well-known/openid-configuration`, as Adobe documents it: its issuer has no `/ims`. */
export function discoveryEndpoint(context: ImsContext): Response {
  const { origins, services } = context
  const { ims } = origins
  noteForeignPage(context)
  return jsonAnswer({
    issuer: ims,
    authorization_endpoint: `${ims}/ims/authorize/v2`,
    token_endpoint: `${ims}/ims/token/v3`,
    userinfo_endpoint: `${ims}/ims/userinfo/v2`,
    revocation_endpoint: `${ims}/ims/revoke`,
    jwks_uri: `${ims}/ims/keys`,
    response_types_supported: ['code', 'token', 'id_token', 'id_token token', 'code id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    scopes_supported: ['openid', 'email', 'profile'],
    claims_supported: [
      'sub',
      'given_name',
      'family_name',
      'name',
      'email',
      'email_verified',
      'address',
    ],
    // As Adobe spells it.
    grant_types_supported: ['authorization_code', 'implicit_grant', 'refresh_token'],
    code_challenge_methods_supported: ['S256', 'plain'],
    ...(services.behavior.issuerInResponse && {
      authorization_response_iss_parameter_supported: true,
    }),
  })
}

/** `GET /ims/keys`: the public halves of the keys that IMS signs with (RFC 7517). */
export function keysEndpoint(context: ImsContext): Response {
  const { signingKeys, behavior } = context.services
  noteForeignPage(context)
  const { idToken, accessToken } = signingKeys
  const keys = behavior.accessTokenKeyPublished ? [idToken, accessToken] : [idToken]
  return jsonAnswer({ keys: keys.map(({ publicJwk }) => publicJwk) })
}

/** Reported of IMS: no page may read these. */
function noteForeignPage({ request, hint }: ImsContext): void {
  const origin = request.headers.get('origin')
  if (origin !== null) hint('cors_never', origin)
}
