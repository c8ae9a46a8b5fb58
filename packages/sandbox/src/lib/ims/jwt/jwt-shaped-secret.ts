import {
  encodeBase64Url,
  generateId,
  generateSecret,
  type Clock,
  type Randomness,
} from '../../effects.ts'
import { isObject } from '../../wire/json-body.ts'

/** What a reader of the code or token sees in it. */
export interface JwtShapedSecretOptions {
  readonly type: 'authorization_code' | 'refresh_token'
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly lifetimeMs: number
  /** What stands in front of the secret, for this sandbox to read. */
  readonly mark?: string
}

/**
 * An authorization code or a refresh token that looks like IMS's: Adobe's own `aio-lib-ims` decodes a
 * code and reads its `type`.
 *
 * Only this sandbox ever checks it, by looking it up, so the last part ends with 256 random bits and is no signature.
 */
export function createJwtShapedSecret(
  effects: { readonly clock: Clock; readonly randomness: Randomness },
  options: JwtShapedSecretOptions,
): string {
  const payload = {
    id: generateId(effects.randomness),
    type: options.type,
    client_id: options.clientId,
    user_id: options.userId,
    as: 'ims-na1',
    scope: options.scopes.join(','),
    created_at: String(effects.clock.now()),
    expires_in: String(options.lifetimeMs),
  }
  const secret = (options.mark ?? '') + generateSecret(effects.randomness)
  return [header, encode(payload), secret].join('.')
}

/** Whether a code or token says of itself that its time is over; nothing of that is proven. */
export function isExpiredByItsWord(token: string, clock: Clock): boolean {
  try {
    const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(text)
    if (!isObject(claims)) return false
    return Number(claims['created_at']) + Number(claims['expires_in']) <= clock.now()
  } catch {
    return false
  }
}

const header = encode({ x5u: 'ims_na1-key-1.cer', kid: 'ims_na1-key-1', alg: 'RS256' })

function encode(value: object): string {
  return encodeBase64Url(JSON.stringify(value))
}
