import {
  generateId,
  generateSecret,
  toBase64Url,
  type Clock,
  type Randomness,
} from '../../effects.ts'

/** What a reader of the code or token sees in it. */
export interface JwtShapedSecretOptions {
  readonly type: 'authorization_code' | 'refresh_token'
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly lifetimeMs: number
}

/**
 * An authorization code or a refresh token that looks like IMS's: Adobe's own `aio-lib-ims` decodes a
 * code and reads its `type`.
 *
 * Only this sandbox ever checks it, by looking it up, so the last part is 256 random bits and no signature.
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
  return [header, encode(payload), generateSecret(effects.randomness)].join('.')
}

const header = encode({ x5u: 'ims_na1-key-1.cer', kid: 'ims_na1-key-1', alg: 'RS256' })

function encode(value: object): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
}
