import type { HttpFailure } from '@mudbrick/http'
import type { AuthorizationResponseError } from './authorization-response-error.ts'
import type { OriginNotAllowedError } from './origin-not-allowed-error.ts'
import type { TokenResponseError } from './token-response-error.ts'
import type { TransactionError } from './transaction-error.ts'

/** Everything that a call of this package throws on purpose; tell them apart by `code`. */
export type OauthFailure =
  | AuthorizationResponseError
  | HttpFailure
  | OriginNotAllowedError
  | TokenResponseError
  | TransactionError
