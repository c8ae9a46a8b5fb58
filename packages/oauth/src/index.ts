export {
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
  type Clock,
  type Fetch,
  type JsonFields,
  type JsonTypes,
  type ReceivedResponse,
} from '@mudbrick/http'
export {
  requestAuthorizationCodeGrant,
  type RequestAuthorizationCodeGrantOptions,
} from './lib/authorization-code-grant.ts'
export {
  createAuthorizationRequest,
  type AuthorizationRequest,
  type CreateAuthorizationRequestOptions,
} from './lib/authorization-request.ts'
export { AuthorizationResponseError } from './lib/authorization-response-error.ts'
export {
  validateAuthorizationResponse,
  type AuthorizationCode,
  type ValidateAuthorizationResponseOptions,
} from './lib/authorization-response.ts'
export {
  parseTransaction,
  serializeTransaction,
  type AuthorizationTransaction,
} from './lib/authorization-transaction.ts'
export {
  createBearerFetch,
  sendWithAccessToken,
  type AccessTokenRequest,
  type CreateBearerFetchOptions,
  type SendWithAccessTokenOptions,
} from './lib/bearer-fetch.ts'
export {
  clientSecretBasic,
  clientSecretPost,
  publicClient,
  type ClientAuthentication,
} from './lib/client-authentication.ts'
export {
  requestClientCredentialsGrant,
  type RequestClientCredentialsGrantOptions,
} from './lib/client-credentials-grant.ts'
export {
  calculateCodeChallenge,
  generateCodeVerifier,
  type RandomBytes,
} from './lib/code-verifier.ts'
export { postForm, type OauthRequestOptions, type PostFormOptions } from './lib/form-request.ts'
export { validateIdToken, type IdTokenClaims, type ValidateIdTokenOptions } from './lib/id-token.ts'
export type { OauthFailure } from './lib/oauth-failure.ts'
export { OriginNotAllowedError } from './lib/origin-not-allowed-error.ts'
export {
  requestRefreshTokenGrant,
  type RequestRefreshTokenGrantOptions,
} from './lib/refresh-token-grant.ts'
export { requestRevocation, type RequestRevocationOptions } from './lib/revocation.ts'
export { generateNonce, generateState } from './lib/state.ts'
export { TokenResponseError } from './lib/token-response-error.ts'
export {
  parseTokenResponse,
  type ParseTokenResponseOptions,
  type TokenSet,
} from './lib/token-set.ts'
export { TransactionError, type TransactionErrorCode } from './lib/transaction-error.ts'
export { requestUserinfo, type RequestUserinfoOptions } from './lib/userinfo.ts'
