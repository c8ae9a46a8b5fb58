import { encodeBase64Url, generateSecret, type Clock, type Randomness } from '../../effects.ts'
import { createTokenClaims, type TokenSubject } from '../../state/token-claims.ts'
import { isObject } from '../../wire/json-body.ts'

/** What a reader of the code or token sees in it. */
export interface JwtShapedSecretOptions extends TokenSubject {
  readonly type: 'authorization_code' | 'refresh_token'
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
  const { type, lifetimeMs, mark = '', ...subject } = options
  const payload = {
    ...createTokenClaims(effects, type, subject, lifetimeMs),
    // Read as "one-time only".
    ...(type === 'authorization_code' && { oto: true }),
  }
  return [headers[type], encode(payload), mark + generateSecret(effects.randomness)].join('.')
}

/** Whether a code or token says of itself that its time is over; nothing of that is proven. */
export function isExpiredByItsWord(token: string, clock: Clock): boolean {
  return readSecret(token).expiresAt <= clock.now()
}

/** The id and the end that a code or token has in it; without an end for any other text. */
export function readSecret(token: string): { readonly id: string; readonly expiresAt: number } {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    const claims: unknown = JSON.parse(text)
    if (!isObject(claims)) return unreadable
    const expiresAt = Number(claims['created_at']) + Number(claims['expires_in'])
    return { id: String(claims['id']), expiresAt }
  } catch {
    return unreadable
  }
}

const unreadable = { id: '', expiresAt: Number.NaN }

/** As in published codes and tokens: each kind names a key of its own, and `itt` says the kind. */
const headers = {
  authorization_code: encodeHeader('ims_na1-key-at-1', 'at'),
  refresh_token: encodeHeader('ims_na1-key-rt-1', 'rt'),
}

function encodeHeader(kid: string, itt: string): string {
  return encode({ alg: 'RS256', x5u: `${kid}.cer`, kid, itt })
}

function encode(value: object): string {
  return encodeBase64Url(JSON.stringify(value))
}
