// For packages of this project: anything here may change in any release.
export { calculateBackOffMs } from './lib/back-off.ts'
export { checkOptions } from './lib/check-options.ts'
export { defaultFetch, systemClock } from './lib/defaults.ts'
export { explain, withheld } from './lib/explain.ts'
export { isJsonObject } from './lib/json-fields.ts'
export {
  parseSecureOrigin,
  parseSecureUrl,
  type ParseSecureUrlOptions,
} from './lib/parse-secure-url.ts'
export { parseUrl } from './lib/parse-url.ts'
export { quoteText } from './lib/problem.ts'
export { raceAbort } from './lib/race-abort.ts'
export { requireGiven } from './lib/require-given.ts'
export { sleep } from './lib/sleep.ts'
export { withHiddenProperties } from './lib/with-hidden-properties.ts'
