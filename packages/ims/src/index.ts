export {
  AuthorizationResponseError,
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  parseTransaction,
  serializeTransaction,
  TimeoutError,
  TokenResponseError,
  TransactionError,
  UnexpectedResponseError,
  type AuthorizationRequest,
  type AuthorizationTransaction,
  type ClientAuthentication,
  type Clock,
  type Fetch,
  type IdTokenClaims,
  type RandomBytes,
  type TokenSet,
} from '@mudbrick/oauth'
export { parseAccessToken, type ImsAccessToken } from './lib/access-token.ts'
export { requestClientCredentials } from './lib/client-credentials.ts'
export { finishAuthorization } from './lib/finish-authorization.ts'
export {
  createImsClient,
  type CreateImsClientOptions,
  type ImsClient,
  type ImsClientOptions,
  type ImsCredential,
  type UserCredential,
} from './lib/ims-client.ts'
export type { ImsEndpoints, ImsEnvironment, ImsEnvironmentOption } from './lib/ims-environment.ts'
export type { ImsFailure } from './lib/ims-failure.ts'
export { validateSubject, type ImsGrant } from './lib/ims-grant.ts'
export { findRedirectUriFallback, type RedirectUriFallback } from './lib/ims-quirks.ts'
export type { ImsRequestOptions } from './lib/ims-request-options.ts'
export { requestKeySet, type ImsKeySet } from './lib/key-set.ts'
export { createLogoutUrl, type CreateLogoutUrlOptions } from './lib/logout-url.ts'
export { requestOrganizations } from './lib/organizations.ts'
export { refreshGrant, type RefreshGrantOptions } from './lib/refresh-grant.ts'
export { revokeToken } from './lib/revoke-token.ts'
export {
  createServiceTokens,
  type CreateServiceTokensOptions,
  type ServiceTokenRequest,
  type ServiceTokens,
} from './lib/service-tokens.ts'
export {
  SignInRequiredError,
  type SignInRequiredErrorCode,
  type SignInRequiredErrorOptions,
} from './lib/sign-in-required-error.ts'
export { startAuthorization, type StartAuthorizationOptions } from './lib/start-authorization.ts'
export { classifyTokenFailure, type TokenFailure } from './lib/token-failure.ts'
export {
  requestUserProfile,
  type RequestUserProfileOptions,
  type UserProfile,
} from './lib/user-profile.ts'
export {
  validateToken,
  type InvalidToken,
  type TokenValidation,
  type ValidateTokenOptions,
  type ValidToken,
} from './lib/validate-token.ts'
