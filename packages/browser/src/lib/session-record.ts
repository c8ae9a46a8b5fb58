import { isJsonObject } from '@mudbrick/http/internal'
import type { UserProfile } from '@mudbrick/ims'
import type { TokenLifetime } from './countdown.ts'

/** What is kept of a session from page to page. It holds its tokens: never show it. */
export interface SessionRecord extends TokenLifetime {
  /** Undefined once the token has expired or was refused. */
  readonly accessToken: string | undefined
  /** In memory only, unless the app wants it kept. */
  readonly refreshToken: string | undefined
  readonly scopes: readonly string[]
  /** What the sign-in asked for, separated as IMS wants it. */
  readonly requestedScope: string | undefined
  readonly profile: UserProfile | undefined
  /** The `sub` of the ID token, whom the profile has to be about. */
  readonly subject: string | undefined
  /** The state of the sign-in and where it led, to recognise its redirect page when opened again. */
  readonly state: string
  readonly returnTo: string
  /** Counts the changes of the session in all tabs: of two records the higher one is the newer. */
  readonly generation: number
}

/** Reads a record back; undefined when there is no record, or when this version does not understand it. */
export function parseSessionRecord(text: unknown): SessionRecord | undefined {
  try {
    const json: unknown = JSON.parse(String(text))
    return isSessionRecord(json) ? json : undefined
  } catch {
    return undefined
  }
}

function isSessionRecord(json: unknown): json is SessionRecord {
  if (!isJsonObject(json)) return false
  const { receivedAt, expiresAt, generation, scopes, state, returnTo } = json
  const { accessToken = '', refreshToken = '', subject = '', profile = {} } = json
  const { requestedScope = '' } = json
  return (
    [receivedAt, expiresAt, generation].every((number) => typeof number === 'number') &&
    [state, returnTo, requestedScope, accessToken, refreshToken, subject].every(
      (text) => typeof text === 'string',
    ) &&
    Array.isArray(scopes) &&
    isJsonObject(profile)
  )
}
