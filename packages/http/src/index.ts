export type { Clock } from './lib/clock.ts'
export { ConfigurationError, type ConfigurationErrorCode } from './lib/configuration-error.ts'
export type { Fetch } from './lib/fetch.ts'
export { HttpError, type Advise } from './lib/http-error.ts'
export type { HttpFailure } from './lib/http-failure.ts'
export { readFields, type JsonFields, type JsonTypes } from './lib/json-fields.ts'
export { type ErrorDetails, isMudbrickError, MudbrickError } from './lib/mudbrick-error.ts'
export { NetworkError } from './lib/network-error.ts'
export { parseJson, type ParseJsonOptions } from './lib/parse-json.ts'
export { parseProblem, type Problem } from './lib/problem.ts'
export type { ReceivedResponse } from './lib/received-response.ts'
export { retryAfterMsOf } from './lib/retry-after.ts'
export {
  sendRequestWithRetries,
  type SendRequestWithRetriesOptions,
} from './lib/send-request-with-retries.ts'
export { sendRequest, type SendRequestOptions } from './lib/send-request.ts'
export type { SentRequest } from './lib/sent-request.ts'
export { TimeoutError } from './lib/timeout-error.ts'
export {
  UnexpectedResponseError,
  type UnexpectedResponseErrorCode,
  type UnexpectedResponseErrorOptions,
} from './lib/unexpected-response-error.ts'
