import { isJsonObject } from '@mudbrick/http/internal'
import { endOfToken, parseScopes } from './ims-quirks.ts'

/** What an access token of IMS says. */
export interface ImsAccessToken {
  /** Names the token. */
  readonly id: string
  /** Names the user, or the technical account. */
  readonly userId: string
  /** The client that it was issued to. */
  readonly clientId: string
  /** What it allows. */
  readonly scopes: readonly string[]
  /** When it was issued, by IMS's clock. */
  readonly createdAt: number
  /** When it ends, by IMS's clock. */
  readonly expiresAt: number
}

/**
 * Reads the payload of an access token, whose signature the caller has to check; `undefined` for
 * anything else. IMS's have none of the claims of RFC 9068: they name their client rather than an
 * audience, their scopes are joined by commas, and their times are milliseconds in strings.
 *
 * @see https://github.com/adobe/aio-lib-ims
 */
export function parseAccessToken(payload: Uint8Array): ImsAccessToken | undefined {
  const claims = parseObject(payload)
  const id = textOf(claims['id'])
  const userId = textOf(claims['user_id'])
  const clientId = textOf(claims['client_id'])
  const createdAt = numberOf(claims['created_at'])
  const expiresAt = endOfToken(createdAt, numberOf(claims['expires_in']))
  if (
    claims['type'] !== 'access_token' ||
    id === undefined ||
    userId === undefined ||
    clientId === undefined ||
    createdAt === undefined ||
    expiresAt === undefined
  ) {
    return undefined
  }
  const scopes = parseScopes(textOf(claims['scope']) ?? '')
  return Object.freeze({ id, userId, clientId, scopes, createdAt, expiresAt })
}

function parseObject(payload: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(payload))
    if (isJsonObject(json)) return json
  } catch {
    // What it says is of no use, and may be a secret.
  }
  return {}
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}

function numberOf(claim: unknown): number | undefined {
  const number = typeof claim === 'string' || typeof claim === 'number' ? Number(claim) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
