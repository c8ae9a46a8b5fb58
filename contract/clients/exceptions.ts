const otherVersion = 'Our clients ask another version of this endpoint.'
const noClient = 'None of our clients has this operation.'
const navigation =
  'A browser opens this address. clients.test.ts compares the address that startAuthorization makes with the first exchange.'
const sendsRedirectUri = 'Our clients send redirect_uri and code_verifier with every code.'
const otherEncoding = 'Our clients send their parameters in a URL-encoded form.'
const wrongRequest = 'Our clients do not send this wrong request.'
const noScope = 'refreshGrant sends no scope: it asks again for what was granted.'
const origin = 'A browser adds the header Origin, not the client.'
const wholeProduct = 'readProduct asks for the whole product.'
const ownFields = 'With fields, listProducts always asks for total_count too.'
const otherAddress = 'Our client asks at the address of the cloud service.'

/** Exchanges that no client is driven by, with the reason: a whole file, or exchanges by their names. */
export const exchangeExceptions: Readonly<
  Record<string, string | Readonly<Record<string, string>>>
> = {
  'ims/authorize-v1.json': otherVersion,
  'ims/authorize-v2.json': navigation,
  'ims/check-v6-token.json': noClient,
  'ims/discovery.json': noClient,
  'ims/exchange-jwt.json': 'Adobe retired this endpoint.',
  'ims/invalidate-token-v2.json': 'Our clients revoke tokens at /ims/revoke.',
  'ims/logout-v1-token.json': noClient,
  'ims/logout-v1.json': 'A browser opens the address that createLogoutUrl makes.',
  'ims/organizations-v5.json': otherVersion,
  'ims/profile-v1.json': 'Our clients read the profile at /ims/userinfo/v2.',
  'ims/token-v1.json': otherVersion,
  'ims/token-v2.json': otherVersion,
  'ims/token-v4.json': otherVersion,
  'ims/userinfo-v1.json': otherVersion,
  'ims/revoke.json': { 'the token in the query': otherEncoding },
  'ims/token-v3.json': {
    "the exchange of Adobe's reference: client_id in the query, no redirect_uri": sendsRedirectUri,
    'a wrong code verifier': sendsRedirectUri,
    'a code that was never issued': sendsRedirectUri,
    'a secret, which a public client has not': wrongRequest,
    'the Commerce tutorial’s code exchange: Basic authentication, code and grant_type only':
      sendsRedirectUri,
    'a Web App with its secret in the body': sendsRedirectUri,
    'parameters in the query': otherEncoding,
    'parameters in a multipart form': otherEncoding,
    'a path that ends with a slash': sendsRedirectUri,
    'no ID token without openid': sendsRedirectUri,
    'an access token has no iss, aud, exp or iat, and a key of its own': sendsRedirectUri,
    'scopes in the access token are separated by commas': sendsRedirectUri,
    'a refresh with a part of the scopes': noScope,
    'a refresh with a scope that was not granted': noScope,
    'a code that has been used': sendsRedirectUri,
    'a code of another client': sendsRedirectUri,
    'no verifier for a code that was asked for with a challenge': sendsRedirectUri,
    'a public client that sends a secret by Basic authentication': wrongRequest,
    'a wrong secret': sendsRedirectUri,
    'an unknown client': sendsRedirectUri,
    'a Server-to-Server credential, multipart': otherEncoding,
    'a Server-to-Server credential asked from a page: no CORS': origin,
    'a Server-to-Server credential without scope': wrongRequest,
    'a public client asks for client credentials': wrongRequest,
    'the password grant': noClient,
    'a page of the credential’s own origin may read the answer': origin,
  },
  'ims/userinfo-v2.json': {
    'client_id in the query, which was mandatory once': 'Our client leaves it out.',
    'no token': 'requestUserProfile takes a token.',
  },
  'ims/validate-token-v1.json': {
    'aio-lib-ims sends it as bearer, multipart, without a field of it': otherEncoding,
    'spacecat sends it multipart': otherEncoding,
    'in the query': otherEncoding,
  },
  'aem/content-fragment-models.json': {
    'a limit over 50': 'listContentFragmentModels refuses it before it asks.',
  },
  'aem/folders.json': {
    'no API key': 'listFolders refuses to ask without one.',
    'an empty folder goes with DELETE': 'deleteFolders deletes with POST, empty folders too.',
  },
  'commerce/product.json': {
    'one product, as a store view shows it': wholeProduct,
    "the store view in the path, on a server of one's own": wholeProduct,
  },
  'commerce/products.json': {
    "the tutorial's request, at its address and without criteria": otherAddress,
    'criteria as the guide spells them': 'Our client spells them as the OpenAPI description does.',
    'past the end comes the last page again': ownFields,
  },
  'commerce/stores.json': {
    "the tutorial's verification of a token, at its address": otherAddress,
    'a path that there is not': wrongRequest,
  },
}

const sendsNothing = 'It sends no request.'
const iterates = 'It sends the requests of the function that reads one page.'
const flow = 'clients.test.ts takes the whole way of a sign-in with it.'

/** Exported functions that no exchange drives, with the reason. */
export const functionExceptions: Readonly<Record<string, string>> = {
  classifyTokenFailure: sendsNothing,
  createAemClient: sendsNothing,
  createCommerceClient: sendsNothing,
  createFolder: 'It sends the request of createFolders.',
  createImsClient: sendsNothing,
  createLogoutUrl: sendsNothing,
  createSearchCriteria: sendsNothing,
  createServiceTokens: 'It sends the request of requestClientCredentials.',
  explainFailure: 'It repeats a request that failed, without its token.',
  findRedirectUriFallback: sendsNothing,
  finishAuthorization: flow,
  isMudbrickError: sendsNothing,
  isTokenRejected: sendsNothing,
  iterateContentFragmentModels: iterates,
  iterateFolders: iterates,
  iterateProducts: iterates,
  parseAccessToken: sendsNothing,
  parseTransaction: sendsNothing,
  serializeTransaction: sendsNothing,
  startAuthorization: flow,
  validateSubject: sendsNothing,
}
