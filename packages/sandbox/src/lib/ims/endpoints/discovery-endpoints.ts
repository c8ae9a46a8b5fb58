import type { ImsContext } from '../ims-context.ts'

/** `GET /ims/.well-known/openid-configuration`, as Adobe documents it: its issuer has no `/ims`. */
export function discoveryEndpoint({ origins: { ims } }: ImsContext): Response {
  return Response.json({
    issuer: ims,
    authorization_endpoint: `${ims}/ims/authorize/v2`,
    token_endpoint: `${ims}/ims/token/v3`,
    userinfo_endpoint: `${ims}/ims/userinfo/v2`,
    revocation_endpoint: `${ims}/ims/revoke`,
    jwks_uri: `${ims}/ims/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
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
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256', 'plain'],
  })
}

/** `GET /ims/keys`: the public halves of the keys that IMS signs with (RFC 7517). */
export function keysEndpoint({ services: { signingKeys } }: ImsContext): Response {
  return Response.json({ keys: [signingKeys.idToken.publicJwk, signingKeys.accessToken.publicJwk] })
}
