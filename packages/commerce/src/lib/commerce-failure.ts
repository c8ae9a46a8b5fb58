import type {
  ConfigurationError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
} from '@mudbrick/http'
import type { CommerceError } from './commerce-error.ts'

/**
 * Everything that a call of this package throws on purpose; tell them apart by `code`. What the given `fetch`
 * rejects with, such as a sign-in that is required, comes through beside it.
 */
export type CommerceFailure =
  | CommerceError
  | ConfigurationError
  | NetworkError
  | TimeoutError
  | UnexpectedResponseError
