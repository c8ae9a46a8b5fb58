import {
  refreshGrant,
  requestClientCredentials,
  requestKeySet,
  requestOrganizations,
  requestUserProfile,
  revokeToken,
  validateToken,
  type ValidateTokenOptions,
} from '@mudbrick/ims'
import { requestAuthorizationCodeGrant, validateAuthorizationResponse } from '@mudbrick/oauth'

import { drive, type Drive, type Drives } from './drive.ts'

const refused = (status: number, error: string): unknown => ({
  name: 'TokenResponseError',
  code: 'token_error',
  status,
  error,
})
const unauthorized = { name: 'HttpError', code: 'http_error', status: 401 }

function profile(reads: unknown, token = 'accessToken'): Drive {
  return drive(
    requestUserProfile,
    (call, { spa, values }) => call(spa(), values[token] ?? token),
    reads,
  )
}

function organizations(reads: unknown, token = 'accessToken'): Drive {
  return drive(
    requestOrganizations,
    (call, { spa, values }) => call(spa(), values[token] ?? token),
    reads,
  )
}

/** The client names itself in a header too, as ims-go does. */
function validation(
  token: string,
  type: ValidateTokenOptions['type'],
  isValid: boolean,
  clientId = 'wknd-spa',
): Drive {
  return drive(
    validateToken,
    (call, { spa, values }) => call(spa(clientId), values[token] ?? token, { type }),
    { isValid },
    { headers: { 'x-ims-clientid': clientId } },
  )
}

/** `finishAuthorization` sends this after it checked the callback; clients.test.ts takes that way. */
function codeExchange(client: 'spa' | 'webApp', reads: unknown, codeVerifier?: string): Drive {
  return drive(
    requestAuthorizationCodeGrant,
    (call, { [client]: make, values }) => {
      const { clientAuthentication, environment, fetch, clock } = make()
      const transaction = {
        state: 'state-123',
        nonce: 'nonce-123',
        scope: values['scopes'] ?? '',
        createdAt: clock.now(),
        redirectUri: values['redirectUri'] ?? '',
        codeVerifier: codeVerifier ?? values['codeVerifier'] ?? '',
      }
      const callback = new URLSearchParams({ code: values['code'] ?? '', state: transaction.state })
      return call({
        tokenEndpoint: environment.tokenEndpoint,
        clientAuthentication,
        fetch,
        authorizationCode: validateAuthorizationResponse(callback, transaction, {
          issuers: [],
          clock,
        }),
      })
    },
    reads,
  )
}

function refresh(reads: unknown, token = 'refreshToken'): Drive {
  return drive(
    refreshGrant,
    (call, { webApp, values }) => call(webApp(), values[token] ?? token),
    reads,
  )
}

export const imsDrives: Drives = {
  'ims/keys.json': {
    'RSA keys for RS256': drive(requestKeySet, (call, { spa }) => call(spa()), {}),
  },
  'ims/organizations-v6.json': {
    'the organizations of the user': organizations({ length: 1 }),
    'a token that is no token': organizations(unauthorized, 'fake-access-token'),
    'an account without an organization': organizations({ length: 0 }),
  },
  'ims/revoke.json': {
    'a public client revokes its access token': drive(
      revokeToken,
      (call, { spa, values }) => call(spa(), values['accessToken'] ?? ''),
      undefined,
    ),
    'a Web App revokes its access token': drive(
      revokeToken,
      (call, { webApp, values }) => call(webApp(), values['accessToken'] ?? ''),
      undefined,
    ),
    'a Web App revokes its refresh token': drive(
      revokeToken,
      (call, { webApp, values }) => call(webApp(), values['refreshToken'] ?? ''),
      undefined,
    ),
    'a Server-to-Server credential revokes its token, with its secret in the body': drive(
      revokeToken,
      (call, { service, values }) => call(service(), values['serviceToken'] ?? ''),
      undefined,
    ),
    'a token that was never issued is nothing to complain of': drive(
      revokeToken,
      (call, { spa }) => call(spa(), 'fake-access-token'),
      undefined,
    ),
    'a Web App with a wrong secret': drive(
      revokeToken,
      (call, { webApp, values }) => call(webApp('wrong-secret'), values['accessToken'] ?? ''),
      refused(401, 'invalid_client'),
    ),
    'a refresh after its revocation': refresh(refused(400, 'invalid_grant')),
  },
  'ims/token-v3.json': {
    "the tutorial's code exchange": codeExchange('spa', {}),
    'a Web App with PKCE beside its secret, as this project’s server asks': codeExchange(
      'webApp',
      {},
    ),
    'a Web App with a wrong code verifier: its secret does not make up for it': codeExchange(
      'webApp',
      refused(400, 'invalid_grant'),
      'x'.repeat(43),
    ),
    'the Commerce tutorial’s refresh: four members, no sub, no ID token': refresh({
      claims: undefined,
    }),
    'a refresh token that has been used': refresh(refused(400, 'invalid_grant')),
    'a refresh token that was never issued': refresh(
      refused(400, 'invalid_grant'),
      'fake-refresh-token',
    ),
    'a Server-to-Server credential': drive(
      requestClientCredentials,
      (call, { service }) => call(service()),
      {},
    ),
    'a Server-to-Server credential with a scope it does not own': drive(
      requestClientCredentials,
      (call, { service }) => call(service({ scopes: 'openid,not_a_scope' })),
      refused(400, 'invalid_scope'),
    ),
    'a Server-to-Server credential with a wrong secret': drive(
      requestClientCredentials,
      (call, { service }) => call(service({ clientSecret: 'wrong-secret' })),
      refused(401, 'invalid_client'),
    ),
  },
  'ims/userinfo-v2.json': {
    'the claims of the signed-in user': profile({ name: 'Ada Auster', isEmailVerified: true }),
    'a token that is no token': profile(unauthorized, 'fake-access-token'),
    'whoever the token is of': profile({}),
    'openid alone: the user id': profile({ name: undefined, email: undefined }),
    'profile: names and the kind of account': profile({ name: 'Ada Auster', email: undefined }),
    'email: a boolean beside it': profile({ isEmailVerified: true }),
    'address: the country': profile({}),
    'an individual account': profile({}),
    'a revoked token': profile(unauthorized),
  },
  'ims/validate-token-v1.json': {
    'ims-go sends the token in the form': validation('accessToken', 'access_token', true),
    'a service token': validation('serviceToken', 'access_token', true, 'wknd-service'),
    'a refresh token': validation('refreshToken', 'refresh_token', true, 'commerce-admin'),
    'an authorization code': validation('code', 'authorization_code', true),
    'a token that is no token': validation(
      'fake-access-token',
      'access_token',
      false,
      'wknd-service',
    ),
    'a token of another type': validation('accessToken', 'refresh_token', false),
    'a token of another client': validation('accessToken', 'access_token', false, 'express-embed'),
    'a revoked token': validation('accessToken', 'access_token', false),
  },
}
