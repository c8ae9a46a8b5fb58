import { isJsonObject } from '@mudbrick/http/internal'
import { decodeBase64Url } from './base64url.ts'
import { TransactionError } from './transaction-error.ts'

/** The claims of an ID token, by their names on the wire. */
export interface IdTokenClaims {
  /** Who issued it. */
  readonly iss: string
  /** The user, as the issuer knows them. */
  readonly sub: string
  /** The client that it was issued to, or the clients. */
  readonly aud: string | readonly string[]
  /** When it ends, in epoch seconds. */
  readonly exp: number
  /** When it was issued, in epoch seconds. */
  readonly iat: number
  /** Repeats the nonce of the authorization request. */
  readonly nonce?: string
  /** The client that it was issued to, where `aud` lists several. */
  readonly azp?: string
  /** Whatever else the issuer says. */
  readonly [claim: string]: unknown
}

/** Says what an ID token has to contain. */
export interface ValidateIdTokenOptions {
  /** The client that it has to be issued to. */
  readonly clientId: string
  /** The names by which the issuer may call itself. */
  readonly issuers: readonly string[]
  /** The nonce of the authorization request, if it had one. */
  readonly nonce?: string | undefined
}

/**
 * Checks the claims of an ID token that came straight from the token endpoint. Its signature is not
 * checked, as OpenID Connect allows there: TLS has already shown who sent it. Nor is this machine's
 * clock asked whether it has expired, since many clocks are wrong.
 *
 * @throws {@link TransactionError}
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export function validateIdToken(
  idToken: string,
  { clientId, issuers, nonce }: ValidateIdTokenOptions,
): IdTokenClaims {
  const claims = parseClaims(idToken)
  if (!claims || claims.exp <= claims.iat) throw new TransactionError('malformed_id_token')
  if (!issuers.includes(claims.iss)) throw new TransactionError('issuer_mismatch')
  const audiences = [claims.aud].flat()
  const authorizedParty = claims.azp ?? (audiences.length > 1 ? undefined : clientId)
  if (!audiences.includes(clientId) || authorizedParty !== clientId) {
    throw new TransactionError('audience_mismatch')
  }
  if (nonce !== undefined && claims.nonce !== nonce) throw new TransactionError('nonce_mismatch')
  return claims
}

function parseClaims(idToken: string): IdTokenClaims | undefined {
  try {
    const claims: unknown = JSON.parse(decodeBase64Url(idToken.split('.')[1] ?? ''))
    return isIdTokenClaims(claims) ? claims : undefined
  } catch {
    return undefined
  }
}

function isIdTokenClaims(json: unknown): json is IdTokenClaims {
  if (!isJsonObject(json)) return false
  const { iss, sub, aud, exp, iat } = json
  return (
    typeof iss === 'string' &&
    typeof sub === 'string' &&
    [aud].flat().every((audience) => typeof audience === 'string') &&
    typeof exp === 'number' &&
    typeof iat === 'number'
  )
}
