export {
  AuthorizationResponseError,
  ConfigurationError,
  HttpError,
  NetworkError,
  SignInRequiredError,
  TimeoutError,
  TokenResponseError,
  TransactionError,
  UnexpectedResponseError,
  type Fetch,
  type ImsClient,
  type RedirectUriFallback,
  type StartAuthorizationOptions,
  type UserProfile,
} from '@mudbrick/ims'
export { OriginNotAllowedError } from '@mudbrick/oauth'
export { createSession } from './lib/create-session.ts'
export type { Page, PageChannel } from './lib/page.ts'
export { PopupError, type PopupErrorCode } from './lib/popup-error.ts'
export { RedirectError, type RedirectErrorCode } from './lib/redirect-error.ts'
export type {
  ExpiredSnapshot,
  RestoringSnapshot,
  SessionSnapshot,
  SignedInSnapshot,
  SignedOutSnapshot,
  SigningInSnapshot,
} from './lib/session-snapshot.ts'
export type { SessionWarning, Warn } from './lib/session-warning.ts'
export type {
  CreateSessionOptions,
  GetAccessTokenOptions,
  Session,
  SignInOptions,
  SignInResult,
  SignOutOptions,
  SignOutResult,
  SilentRenewal,
  SilentRenewalOptions,
} from './lib/session.ts'
export { isSignInError, type SignInError } from './lib/sign-in-error.ts'
export type { KeyValueStorage } from './lib/storage.ts'
