import {
  requestKeySet,
  requestOrganizations,
  requestUserProfile,
  revokeToken,
  validateToken,
  type UserProfile,
  type ValidateTokenOptions,
} from '@mudbrick/ims'
import { createBearerFetch, requestRevocation, requestUserinfo } from '@mudbrick/oauth'

import { drive, type Answer, type Clients, type Drive, type Drives } from './drive.ts'
import { refresh, refused, tokenDrives } from './token.ts'

const unauthorized = { name: 'HttpError', code: 'http_error', status: 401, retryable: false }

/** What the client reads when the answer has the user's id alone. */
function idOnly(answer: Answer): UserProfile {
  return {
    userId: String(answer['sub']),
    name: undefined,
    givenName: undefined,
    familyName: undefined,
    email: undefined,
    isEmailVerified: undefined,
    accountType: undefined,
    country: undefined,
  }
}

const withMembers = (members: Partial<UserProfile>) => (answer: Answer) => ({
  ...idOnly(answer),
  ...members,
})
const named = { name: 'Ada Auster', givenName: 'Ada', familyName: 'Auster', accountType: 'ent' }
const withEmail = { email: 'ada@wknd.test', isEmailVerified: true }

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
  reads: unknown,
  clientId = 'wknd-spa',
): Drive {
  return drive(
    validateToken,
    (call, { spa, values }) => call(spa({ clientId }), values[token] ?? token, { type }),
    reads,
    { headers: { 'x-ims-clientid': clientId } },
  )
}

function valid({ token }: Answer): unknown {
  const claims = token as Readonly<Record<string, string | undefined>>
  return {
    isValid: true,
    userId: claims['user_id'],
    scopes: claims['scope']?.split(','),
    // IMS writes both as text, in milliseconds; the answer about some tokens has neither.
    expiresAt:
      claims['expires_in'] === undefined
        ? undefined
        : Number(claims['created_at']) + Number(claims['expires_in']),
  }
}
const invalid = ({ reason }: Answer): unknown => ({ isValid: false, reason })

function revocation(
  token: string,
  make: (clients: Clients) => Parameters<typeof revokeToken>[0],
  reads?: unknown,
): Drive {
  return drive(
    revokeToken,
    (call, clients) => call(make(clients), clients.values[token] ?? token),
    reads,
  )
}

export const imsDrives: Drives = {
  ...tokenDrives,
  'ims/invalidate-token-v2.json': {
    'the access token is dead with its refresh token, when cascading': profile(unauthorized),
  },
  'ims/keys.json': {
    'RSA keys for RS256': drive(
      requestKeySet,
      (call, { spa }) => call(spa()),
      ({ keys }: Answer) => ({
        keys,
      }),
    ),
  },
  'ims/organizations-v6.json': {
    'the organizations of the user': organizations(['57AB1E0000000000000000A0@AdobeOrg']),
    'a token that is no token': organizations(unauthorized, 'fake-access-token'),
    'an account without an organization': organizations([]),
  },
  'ims/logout-v1.json': {
    'the access token is over': profile(unauthorized),
    'the refresh token is over with its access token': refresh(refused(400, 'invalid_grant')),
  },
  'ims/revoke.json': {
    'a public client revokes its access token': [
      revocation('accessToken', ({ spa }) => spa()),
      drive(
        requestRevocation,
        (call, { spa, values }) => {
          const { environment, clientId, fetch } = spa()
          const revocationEndpoint = new URL(environment.revocationEndpoint)
          revocationEndpoint.searchParams.set('client_id', clientId)
          return call({ revocationEndpoint, fetch, token: values['accessToken'] ?? '' })
        },
        undefined,
      ),
    ],
    'a Web App revokes its access token': revocation('accessToken', ({ webApp }) => webApp()),
    'a Web App revokes its refresh token': revocation('refreshToken', ({ webApp }) => webApp()),
    'a Server-to-Server credential revokes its token, with its secret in the body': revocation(
      'serviceToken',
      ({ service }) => service(),
    ),
    'a token that was never issued is accepted': revocation('fake-access-token', ({ spa }) =>
      spa(),
    ),
    'a Web App with a wrong secret': revocation(
      'accessToken',
      ({ webApp }) => webApp({ clientSecret: 'wrong-secret' }),
      refused(401, 'invalid_client'),
    ),
    'a refresh after its revocation': refresh(refused(400, 'invalid_grant')),
  },
  'ims/userinfo-v2.json': {
    'the claims of the signed-in user': [
      profile(withMembers({ ...named, ...withEmail })),
      drive(
        requestUserinfo,
        async (call, { spa, values }) => {
          const { environment, fetch } = spa()
          const { userinfoEndpoint } = environment
          const accessToken = values['accessToken'] ?? ''
          const fields = await call({ userinfoEndpoint, accessToken, fetch })
          return {
            sub: fields.required('sub', 'string'),
            isVerified: fields.required('email_verified', 'boolean'),
          }
        },
        ({ sub }: Answer) => ({ sub, isVerified: true }),
      ),
      drive(
        createBearerFetch,
        (call, { spa, values }) => {
          const { environment, fetch } = spa()
          const send = call({
            getAccessToken: () => values['accessToken'] ?? '',
            allowedOrigins: [new URL(environment.userinfoEndpoint).origin],
            fetch,
          })
          return send(environment.userinfoEndpoint)
        },
        { status: 200 },
      ),
    ],
    'a token that is no token': profile(unauthorized, 'fake-access-token'),
    'the claims of any user': profile(withMembers({ ...named, ...withEmail })),
    'openid alone: the user id': profile(idOnly),
    'profile: names and the kind of account': profile(withMembers(named)),
    'email: a boolean beside it': profile(withMembers(withEmail)),
    'address: the country': profile(withMembers({ country: 'CH' })),
    'an individual account': profile(
      withMembers({
        name: 'Iris Ibsen',
        givenName: 'Iris',
        familyName: 'Ibsen',
        accountType: 'ind',
      }),
    ),
    'a revoked token': profile(unauthorized),
  },
  'ims/validate-token-v1.json': {
    'ims-go sends the token in the form': validation('accessToken', 'access_token', valid),
    'a service token': validation('serviceToken', 'access_token', valid, 'wknd-service'),
    'a refresh token': validation('refreshToken', 'refresh_token', valid, 'commerce-admin'),
    'an authorization code': validation('code', 'authorization_code', valid),
    'a token that is no token': validation(
      'fake-access-token',
      'access_token',
      invalid,
      'wknd-service',
    ),
    'a token of another type': validation('accessToken', 'refresh_token', invalid),
    'a token of another client': validation(
      'accessToken',
      'access_token',
      invalid,
      'express-embed',
    ),
    'a revoked token': validation('accessToken', 'access_token', invalid),
  },
}
