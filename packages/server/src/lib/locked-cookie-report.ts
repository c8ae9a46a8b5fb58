import { type Clock, ConfigurationError } from '@mudbrick/http'
import { describeRequest, type ReportError } from './error-context.ts'

/** A cookie that looks like one of this app, and cannot be opened. */
export interface LockedCookie {
  /** Names the key: up to 64 letters, digits, dots, hyphens and underscores. */
  readonly keyId: string
  /** Whether this process has a key of that name. */
  readonly isKeyKnown: boolean
}

// Anyone can send one, with any name.
const maxReports = 100
const minIntervalMs = 60_000

/** Creates the function that reports missing keys to the operator: each of them once, and not often. */
export function createLockedCookieReport(
  clock: Clock,
  onError: ReportError,
): (cookie: LockedCookie, request: Request) => void {
  const reported = new Set<string>()
  let reportedAt = Number.NEGATIVE_INFINITY

  return ({ keyId, isKeyKnown }, request) => {
    const now = clock.now()
    if (reported.has(keyId) || reported.size >= maxReports) return
    // A clock may go back.
    if (Math.abs(now - reportedAt) < minIntervalMs) return
    reported.add(keyId)
    reportedAt = now
    const error = new ConfigurationError('invalid_option', 'keys', describe(keyId, isKeyKnown))
    onError(error, describeRequest(request))
  }
}

function describe(keyId: string, isKeyKnown: boolean): string {
  return isKeyKnown
    ? `A cookie says that it is sealed with the key ${keyId}, and that of this process does not open it: give back in MUDBRICK_KEYS the one that had this name before, or ignore this if it was replaced on purpose or the cookie was damaged.`
    : `A cookie is sealed with the key ${keyId}, which this process does not have: give it back in MUDBRICK_KEYS, or ignore this if it was taken away on purpose.`
}
