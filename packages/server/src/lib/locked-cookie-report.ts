import { type Clock, ConfigurationError } from '@mudbrick/http'

/** A cookie that looks like one of ours, and cannot be opened. */
export interface LockedCookie {
  /** Names the key, in no more than 64 characters, none of which could be taken for anything else. */
  readonly keyId: string
  /** Whether there is a key of that name here. */
  readonly isKeyKnown: boolean
}

// Anybody can send one, of any name.
const maxReports = 100
const minIntervalMs = 60_000

/** Creates the function that tells the operator of keys that are missing: once of each, and not often. */
export function createLockedCookieReport(
  clock: Clock,
  onError: (error: unknown) => void,
): (cookie: LockedCookie) => void {
  const reported = new Set<string>()
  let reportedAt = Number.NEGATIVE_INFINITY

  return ({ keyId, isKeyKnown }) => {
    const now = clock.now()
    if (reported.has(keyId) || reported.size >= maxReports) return
    // A clock may go back.
    if (Math.abs(now - reportedAt) < minIntervalMs) return
    reported.add(keyId)
    reportedAt = now
    onError(new ConfigurationError('invalid_option', 'keys', describe(keyId, isKeyKnown)))
  }
}

function describe(keyId: string, isKeyKnown: boolean): string {
  return isKeyKnown
    ? `A cookie says that it is sealed with the key ${keyId}, and that of this process does not open it: give back in MUDBRICK_KEYS the one that had this name before, or ignore this if it was replaced on purpose or the cookie was damaged.`
    : `A cookie is sealed with the key ${keyId}, which this process does not have: give it back in MUDBRICK_KEYS, or ignore this if it was taken away on purpose.`
}
