import {
  createServiceTokens,
  finishAuthorization,
  refreshGrant,
  requestClientCredentials,
  type AuthorizationTransaction,
  type ImsClient,
} from '@mudbrick/ims'
import {
  clientSecretPost,
  postForm,
  publicClient,
  requestAuthorizationCodeGrant,
  requestClientCredentialsGrant,
  requestRefreshTokenGrant,
  validateAuthorizationResponse,
} from '@mudbrick/oauth'

import { drive, type Answer, type Clients, type Drive, type Drives, type Values } from './drive.ts'
import { now } from './make-clients.ts'

export const refused = (status: number, error: string): unknown => ({
  name: 'TokenResponseError',
  code: 'token_error',
  status,
  error,
})

/** The tokens as they came; their lifetime in seconds, as IMS's token endpoint v3 counts. */
function tokensOf(answer: Answer): unknown {
  return {
    accessToken: answer['access_token'],
    refreshToken: answer['refresh_token'],
    idToken: answer['id_token'],
    expiresInSeconds: 86_399,
    scope: undefined,
  }
}

/** The tokens, the user of the ID token, the scopes, and the end in epoch milliseconds. */
function grantOf(answer: Answer, values: Values): unknown {
  return {
    tokenSet: tokensOf(answer),
    claims: answer['id_token'] === undefined ? undefined : { sub: answer['sub'] },
    scopes: values['scopes']?.split(/[ ,]/),
    receivedAt: now,
    expiresAt: now + 86_399_000,
  }
}

/** Our clients send both with every code. */
const addsToCode = { form: { redirect_uri: '{redirectUri}', code_verifier: '{codeVerifier}' } }

function callbackOf(
  { values }: Clients,
  { code = values['code'] ?? '', codeVerifier = values['codeVerifier'] ?? '' },
): readonly [URLSearchParams, AuthorizationTransaction] {
  const transaction = {
    state: 'state-123',
    nonce: undefined,
    scope: values['scopes'] ?? '',
    createdAt: now,
    redirectUri: values['redirectUri'] ?? '',
    codeVerifier,
  }
  return [new URLSearchParams({ code, state: transaction.state }), transaction]
}

interface CodeOptions {
  readonly code?: string
  readonly codeVerifier?: string
}

function codeExchange(
  make: (clients: Clients) => ImsClient,
  reads: unknown,
  options: CodeOptions = {},
): Drive {
  return drive(
    finishAuthorization,
    (call, clients) => call(make(clients), ...callbackOf(clients, options)),
    reads,
    addsToCode,
  )
}

/** `createImsClient` sends the secret of a Web App by Basic authentication, and this in the body. */
function codeExchangeWithSecretInBody(reads: unknown, options: CodeOptions = {}): Drive {
  return drive(
    requestAuthorizationCodeGrant,
    (call, clients) => {
      const { environment, fetch, clock } = clients.spa()
      const [callback, transaction] = callbackOf(clients, options)
      const { clientId = '', clientSecret = '' } = clients.values
      return call({
        tokenEndpoint: environment.tokenEndpoint,
        clientAuthentication: clientSecretPost(clientId, clientSecret),
        fetch,
        clock,
        authorizationCode: validateAuthorizationResponse(callback, transaction, { clock }),
      })
    },
    reads,
    addsToCode,
  )
}

export function refresh(reads: unknown, token = 'refreshToken'): Drive {
  return drive(
    refreshGrant,
    (call, { webApp, values }) => call(webApp(), values[token] ?? token),
    reads,
  )
}

const spa = ({ spa: make }: Clients): ImsClient => make()
const webApp = ({ webApp: make }: Clients): ImsClient => make()
const neverIssued = { code: 'never-issued' }
const invalidGrant = refused(400, 'invalid_grant')

export const tokenDrives: Drives = {
  'ims/token-v3.json': {
    "the tutorial's code exchange": codeExchange(spa, grantOf),
    'a wrong code verifier': codeExchange(spa, invalidGrant, {
      codeVerifier: 'wrong-code-verifier-wrong-code-verifier-wrong',
    }),
    'a code that was never issued': codeExchange(spa, invalidGrant, neverIssued),
    'a secret, which a public client has not': codeExchangeWithSecretInBody(
      {
        ...Object(refused(400, 'invalid_client')),
        errorDescription: 'unexpected client_secret parameter',
      },
      neverIssued,
    ),
    'the Commerce tutorial’s code exchange: Basic authentication, code and grant_type only':
      codeExchange(webApp, grantOf),
    'a Web App with PKCE beside its secret, as this project’s server asks': codeExchange(
      webApp,
      grantOf,
    ),
    'a Web App with a wrong code verifier: its secret does not make up for it': codeExchange(
      webApp,
      invalidGrant,
      { codeVerifier: 'x'.repeat(43) },
    ),
    'the Commerce tutorial’s refresh: four members, no sub, no ID token': [
      refresh(grantOf),
      drive(
        requestRefreshTokenGrant,
        (call, { webApp: make, values }) => {
          const { environment, clientAuthentication, fetch } = make()
          return call({
            tokenEndpoint: environment.tokenEndpoint,
            clientAuthentication,
            fetch,
            refreshToken: values['refreshToken'] ?? '',
          })
        },
        tokensOf,
      ),
    ],
    'a Web App with its secret in the body': codeExchangeWithSecretInBody(tokensOf),
    'no ID token without openid': codeExchange(webApp, grantOf),
    'an access token has no iss, aud, exp or iat, and a key of its own': codeExchange(
      webApp,
      grantOf,
    ),
    'a refresh token that has been used': refresh(invalidGrant),
    'a refresh token that was never issued': refresh(invalidGrant, 'fake-refresh-token'),
    'a code that has been used': codeExchange(webApp, invalidGrant),
    'a code of another client': codeExchange(
      ({ spa: make }) => make({ clientId: 'express-embed' }),
      invalidGrant,
    ),
    'a public client that sends a secret by Basic authentication': codeExchange(
      webApp,
      refused(400, 'invalid_client'),
      neverIssued,
    ),
    'a wrong secret': codeExchange(
      ({ webApp: make }) => make({ clientSecret: 'wrong-secret' }),
      refused(401, 'invalid_client'),
      neverIssued,
    ),
    'an unknown client': codeExchange(
      ({ spa: make }) => make({ clientId: 'client-id-123' }),
      refused(400, 'invalid_client'),
      neverIssued,
    ),
    'a Server-to-Server credential': [
      drive(requestClientCredentials, (call, { service }) => call(service()), grantOf),
      drive(
        createServiceTokens,
        async (call, { service }) => ({ accessToken: await call(service()).getAccessToken() }),
        (answer: Answer) => ({ accessToken: answer['access_token'] }),
      ),
    ],
    'a Server-to-Server credential asked from a page: no CORS': drive(
      requestClientCredentials,
      (call, { service }) => call(service()),
      grantOf,
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
    'a public client asks for client credentials': drive(
      requestClientCredentialsGrant,
      (call, { spa: make }) => {
        const { environment, clientAuthentication, fetch } = make()
        return call({
          tokenEndpoint: environment.tokenEndpoint,
          clientAuthentication,
          fetch,
          scopes: ['openid'],
        })
      },
      refused(400, 'unsupported_grant_type'),
    ),
    'the password grant': drive(
      postForm,
      (call, { spa: make }) => {
        const { environment, clientId, fetch } = make()
        const form = {
          grant_type: 'password',
          username: 'ada@wknd.test',
          password: 'fake-password',
        }
        const clientAuthentication = publicClient(clientId)
        return call(environment.tokenEndpoint, form, { clientAuthentication, fetch })
      },
      refused(400, 'unsupported_grant_type'),
    ),
    'a page of the credential’s own origin may read the answer': codeExchange(spa, grantOf),
  },
}
