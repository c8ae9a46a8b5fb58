import type { ConfigurationError } from './configuration-error.ts'
import type { HttpError } from './http-error.ts'
import type { NetworkError } from './network-error.ts'
import type { TimeoutError } from './timeout-error.ts'
import type { UnexpectedResponseError } from './unexpected-response-error.ts'

/** Everything that a call of this package throws on purpose; tell them apart by `code`. */
export type HttpFailure =
  | ConfigurationError
  | HttpError
  | NetworkError
  | TimeoutError
  | UnexpectedResponseError
