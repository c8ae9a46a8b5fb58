import * as aem from '@mudbrick/aem'
import * as commerce from '@mudbrick/commerce'
import * as ims from '@mudbrick/ims'
import * as credentials from '@mudbrick/ims/credentials'
import * as oauth from '@mudbrick/oauth'

import type { Clients } from './drive.ts'

/** The entries whose functions speak with Adobe. */
export const clientEntries: Readonly<Record<string, object>> = {
  '@mudbrick/aem': aem,
  '@mudbrick/commerce': commerce,
  '@mudbrick/ims': ims,
  '@mudbrick/ims/credentials': credentials,
  '@mudbrick/oauth': oauth,
}

const transaction = {
  state: 'state-123',
  nonce: undefined,
  redirectUri: 'https://localhost:3001/callback',
  scope: 'openid',
  createdAt: 0,
  codeVerifier: 'fake-code-verifier',
}
const callback = new URLSearchParams({ code: 'fake-code', state: transaction.state })
const failure = new ims.TransactionError('state_mismatch')
const claims = { iss: 'https://ims.test', sub: 'A', aud: 'wknd-spa', exp: 2, iat: 1 }
const idToken = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

/** Exported functions that send no request: a call of each, during which a test counts requests. */
export const silentFunctions: Readonly<
  Record<string, Readonly<Record<string, (clients: Clients) => unknown>>>
> = {
  '@mudbrick/aem': {
    createAemClient: ({ fetch, values }) =>
      aem.createAemClient({ origin: values['aem'] ?? '', fetch }),
    // It sends a request only after a lost connection: explain-failure.test.ts shows that one.
    explainFailure: ({ aem: make, fetch }) =>
      aem.explainFailure(failure, { aem: make(), probe: fetch }),
    isMudbrickError: () => aem.isMudbrickError(failure),
  },
  '@mudbrick/commerce': {
    createCommerceClient: ({ fetch, values }) =>
      commerce.createCommerceClient({ origin: values['commerce'] ?? '', fetch }),
    createSearchCriteria: () => commerce.createSearchCriteria(),
    isMudbrickError: () => commerce.isMudbrickError(failure),
    isTokenRejected: () => commerce.isTokenRejected(new Response('', { status: 401 })),
  },
  '@mudbrick/ims': {
    classifyTokenFailure: () => ims.classifyTokenFailure(failure),
    createImsClient: ({ spa }) => spa(),
    findRedirectUriFallback: () =>
      ims.findRedirectUriFallback(transaction, 'https://localhost:3001/'),
    isMudbrickError: () => ims.isMudbrickError(failure),
    parseAccessToken: () => ims.parseAccessToken(new Uint8Array()),
    parseTransaction: () => ims.parseTransaction(ims.serializeTransaction(transaction)),
    serializeTransaction: () => ims.serializeTransaction(transaction),
    validateSubject: () =>
      ims.validateSubject(
        { tokenSet: {} as ims.TokenSet, claims, scopes: [], receivedAt: 0, expiresAt: 0 },
        'A',
      ),
  },
  '@mudbrick/ims/credentials': {
    createImsClient: ({ webApp, service }) => [webApp(), service()],
  },
  '@mudbrick/oauth': {
    calculateCodeChallenge: () => oauth.calculateCodeChallenge(transaction.codeVerifier),
    clientSecretBasic: () => oauth.clientSecretBasic('wknd-spa', 'fake-secret'),
    clientSecretPost: () => oauth.clientSecretPost('wknd-spa', 'fake-secret'),
    generateCodeVerifier: () => oauth.generateCodeVerifier(),
    generateNonce: () => oauth.generateNonce(),
    generateState: () => oauth.generateState(),
    isMudbrickError: () => oauth.isMudbrickError(failure),
    parseTokenResponse: () =>
      oauth.parseTokenResponse({
        method: 'POST',
        url: 'https://ims.test/',
        status: 200,
        ok: true,
        headers: new Headers(),
        text: '{"access_token":"fake","token_type":"bearer"}',
      } as oauth.ReceivedResponse),
    parseTransaction: () => oauth.parseTransaction(oauth.serializeTransaction(transaction)),
    publicClient: () => oauth.publicClient('wknd-spa'),
    // It sends what the caller gives it.
    sendWithAccessToken: () =>
      oauth.sendWithAccessToken({
        getAccessToken: () => 'fake-token',
        isTokenRejected: () => false,
        send: () => Promise.resolve(new Response()),
      }),
    serializeTransaction: () => oauth.serializeTransaction(transaction),
    validateAuthorizationResponse: () =>
      oauth.validateAuthorizationResponse(callback, transaction, { maxAgeMs: Infinity }),
    validateIdToken: () =>
      oauth.validateIdToken(idToken, { clientId: 'wknd-spa', issuers: [claims.iss] }),
  },
}
