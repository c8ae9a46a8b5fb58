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
export type { CreateSessionOptions } from './lib/create-session-options.ts'
export type { SignInResult } from './lib/sign-in-result.ts'
export type { KeyValueStorage } from './lib/key-value-storage.ts'
export type { Page, PageChannel } from './lib/page.ts'
export { PopupError, type PopupErrorCode } from './lib/popup-error.ts'
export { RedirectError, type RedirectErrorCode } from './lib/redirect-error.ts'
export type { SilentRenewal, SilentRenewalOptions } from './lib/renewal.ts'
export type {
  ExpiredSnapshot,
  RestoringSnapshot,
  SessionSnapshot,
  SignedInSnapshot,
  SignedOutSnapshot,
  SigningInSnapshot,
} from './lib/session-snapshot.ts'
export type { SessionWarning, Warn } from './lib/session-warning.ts'
export type { GetAccessTokenOptions, Session } from './lib/session.ts'
export { isSignInError, type SignInError } from './lib/sign-in-error.ts'
export type { SignOutOptions, SignOutResult } from './lib/sign-out-options.ts'
export type { SignInOptions } from './lib/sign-in-options.ts'
