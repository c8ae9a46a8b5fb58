import { explains } from '@mudbrick/http/explains'
import { MudbrickError } from './mudbrick-error.ts'
import type { SentRequest } from './sent-request.ts'

/** Names the ways in which a response can break its contract. */
export type UnexpectedResponseErrorCode =
  | 'not_json'
  | 'missing_field'
  | 'wrong_type'
  | 'wrong_value'
  | 'redirected'
  | 'too_large'

/** Describes the part of the contract that was broken. */
export interface UnexpectedResponseErrorOptions {
  /** Completes the sentence "The service answered …". */
  readonly found: string | false
  /** Names the field that failed. */
  readonly field?: string | undefined
  /** Whether a web page came instead of data; false by default. */
  readonly isHtml?: boolean
  /** What to do, as the end of a sentence. */
  readonly advice?: string | false | undefined
}

/** Reports a response that breaks the service's contract. */
export class UnexpectedResponseError extends MudbrickError {
  override get name(): 'UnexpectedResponseError' {
    return 'UnexpectedResponseError'
  }

  /** How the contract was broken. */
  declare readonly code: UnexpectedResponseErrorCode
  /** Holds the request's method. */
  declare readonly method: string
  /** Holds the request's address, without its query. */
  declare readonly url: string
  /** Holds the HTTP status; a browser hides that of a redirect and gives 0. */
  declare readonly status: number
  /** Names the field that failed. */
  declare readonly field: string | undefined
  /** Whether a web page came instead of data. */
  declare readonly isHtml: boolean

  constructor(
    code: UnexpectedResponseErrorCode,
    { method, url, status }: SentRequest & { readonly status: number },
    {
      found,
      field,
      isHtml = false,
      advice = explains && 'check the address, then report it to the service',
    }: UnexpectedResponseErrorOptions,
  ) {
    super(code, explains && `${method} ${url} answered ${found} (HTTP ${status}): ${advice}.`, {
      method,
      url,
      status,
      field,
      isHtml,
    })
  }
}
