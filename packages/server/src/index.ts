export {
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  SignInRequiredError,
  type SignInRequiredErrorCode,
  TimeoutError,
  TokenResponseError,
  UnexpectedResponseError,
  type Clock,
  type Fetch,
  type ImsAccessToken,
  type ImsClient,
  type ImsCredential,
  type UserProfile,
} from '@mudbrick/ims'
export { OriginNotAllowedError } from '@mudbrick/oauth'
export {
  VaultError,
  type KeyProvider,
  type RevokeGrantOptions,
  type Vault,
  type VaultErrorCode,
  type VaultTokenRequest,
} from '@mudbrick/vault'
export type { Connection } from './lib/connection.ts'
export { createSessions, type CreateSessionsOptions, type Sessions } from './lib/create-sessions.ts'
export type { ErrorContext, ReportError } from './lib/error-context.ts'
export { createHealthCheck, type CreateHealthCheckOptions } from './lib/health-check.ts'
export { createLivenessCheck } from './lib/liveness-check.ts'
export { createMetricsHandler, type CreateMetricsHandlerOptions } from './lib/metrics-handler.ts'
export type { MetricsRegistry } from './lib/metrics-response.ts'
export type { ProxyOptions, ProxyProblemCode } from './lib/proxy/proxy-options.ts'
export { createRequestContext, type RequestContext } from './lib/request-context.ts'
export type {
  CallProxied,
  CookieOpened,
  ServerEvent,
  ServerOccurrence,
  SignInOutcome,
  SignInProgressed,
  TokenRenewed,
} from './lib/server-event.ts'
export type { ServerFailure } from './lib/server-failure.ts'
export type { ServerSession } from './lib/server-session.ts'
export {
  AccessTokenError,
  type AccessTokenErrorCode,
  type AccessTokenErrorOptions,
} from './lib/tokens/access-token-error.ts'
export {
  createTokenErrorResponse,
  type CreateTokenErrorResponseOptions,
} from './lib/tokens/token-error-response.ts'
export {
  createTokenVerifier,
  type CreateTokenVerifierOptions,
  type TokenVerifier,
  type VerifiedToken,
} from './lib/tokens/token-verifier.ts'
