import { isJsonObject } from '@mudbrick/http'
import type { UserProfile } from '@mudbrick/ims'
import type { TokenLifetime } from './countdown.ts'

/** What is kept of a session from page to page. It holds the access token: never show it. */
export interface SessionRecord extends TokenLifetime {
  /** Undefined once the token has expired or was refused. */
  readonly accessToken: string | undefined
  readonly scopes: readonly string[]
  readonly profile: UserProfile | undefined
  /** The `sub` of the ID token, whom the profile has to be about. */
  readonly subject: string | undefined
  /** The state of the sign-in and where it led, to recognise its redirect page when opened again. */
  readonly state: string
  readonly returnTo: string
}

/** Reads a record back; undefined when there is none, or none that this version understands. */
export function parseSessionRecord(text: string | null): SessionRecord | undefined {
  try {
    const json: unknown = JSON.parse(text ?? '')
    return isSessionRecord(json) ? json : undefined
  } catch {
    return undefined
  }
}

function isSessionRecord(json: unknown): json is SessionRecord {
  if (!isJsonObject(json)) return false
  const { receivedAt, expiresAt, scopes, state, returnTo } = json
  const { accessToken = '', subject = '', profile = {} } = json
  return (
    [receivedAt, expiresAt].every((instant) => typeof instant === 'number') &&
    [state, returnTo, accessToken, subject].every((text) => typeof text === 'string') &&
    Array.isArray(scopes) &&
    isJsonObject(profile)
  )
}
