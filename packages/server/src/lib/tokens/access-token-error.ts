import { MudbrickError } from '@mudbrick/http'

const messages = {
  token_missing: 'brings no access token: send it as Authorization: Bearer',
  token_invalid: 'brings an access token that IMS has not issued, or has ended: get a new one',
  token_expired: 'brings an access token whose time is up: get a new one',
  key_unknown:
    "brings an access token whose key is not in IMS's key set: check that both sides use the same IMS, and if so, verify with mode: 'online'",
  wrong_client:
    'brings an access token of a client that is not in clientIds: add the client if it may call',
  wrong_organization:
    'comes from a user of no organization in organizations: add the organization if it may call',
  insufficient_scope: 'brings an access token that lacks a scope: ask for it at the sign-in',
}

/** Names what can be wrong with the access token of a request. */
export type AccessTokenErrorCode = keyof typeof messages

/** Says what else is known. */
export interface AccessTokenErrorOptions extends ErrorOptions {
  /** The scope that is missing. */
  readonly scope?: string | undefined
}

/** Reports that the access token of a request is not accepted. */
export class AccessTokenError extends MudbrickError {
  override get name(): 'AccessTokenError' {
    return 'AccessTokenError'
  }

  /** Says what is wrong. */
  declare readonly code: AccessTokenErrorCode
  /** The status of the response: 401, or 403 when another token of the same user would not help. */
  declare readonly status: 401 | 403
  /**
   * The `WWW-Authenticate` of the response.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
   */
  declare readonly challenge: string
  /** The missing scope, with `insufficient_scope`. */
  declare readonly scope: string | undefined

  constructor(code: AccessTokenErrorCode, { scope, cause }: AccessTokenErrorOptions = {}) {
    const isForbidden = code === 'insufficient_scope' || code === 'wrong_organization'
    super(code, `The request ${messages[code]}${scope ? ` (${scope})` : ''}.`, {
      cause,
      status: isForbidden ? 403 : 401,
      challenge: challengeOf(code, isForbidden, scope),
      scope,
    })
  }
}

/** The response to a request without a token names no error. */
function challengeOf(
  code: AccessTokenErrorCode,
  isForbidden: boolean,
  scope: string | undefined,
): string {
  if (code === 'token_missing') return 'Bearer'
  const error = isForbidden ? 'insufficient_scope' : 'invalid_token'
  return `Bearer error="${error}"${scope === undefined ? '' : `, scope="${scope}"`}`
}
