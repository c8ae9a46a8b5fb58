import type {
  ConfigurationError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
} from '@mudbrick/http'
import type { AemError } from './aem-error.ts'
import type { FolderError } from './folder-error.ts'

/**
 * Everything that a call of this package throws on purpose; tell them apart by `code`. What the
 * given `fetch` rejects with, such as a sign-in that is required, comes through beside it.
 */
export type AemFailure =
  | AemError
  | ConfigurationError
  | FolderError
  | NetworkError
  | TimeoutError
  | UnexpectedResponseError
