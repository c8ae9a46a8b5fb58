import {
  parseJson,
  readFields,
  type ReceivedResponse,
  UnexpectedResponseError,
} from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { withHiddenProperties } from '@mudbrick/http/internal'

/** What a token endpoint granted. */
export interface TokenSet {
  /** How long the access token lives, if the server said so. */
  readonly expiresInSeconds: number | undefined
  /** What was granted, if the server said so; else it is what was asked for. */
  readonly scope: string | undefined
  /** The access token; it is not enumerable. */
  readonly accessToken: string
  /** The refresh token, if one was granted; it is not enumerable. */
  readonly refreshToken: string | undefined
  /** The ID token, if one was granted; it is not enumerable. */
  readonly idToken: string | undefined
}

/** Says what the answer of a token endpoint has to contain besides an access token. */
export interface ParseTokenResponseOptions {
  /** Whether there has to be an ID token, as there has where the request had a nonce. */
  readonly isIdTokenRequired?: boolean | undefined
}

/**
 * Parses the answer of a token endpoint.
 *
 * @throws {@link UnexpectedResponseError}
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function parseTokenResponse(
  received: ReceivedResponse,
  { isIdTokenRequired = false }: ParseTokenResponseOptions = {},
): TokenSet {
  const { required, optional } = readFields(parseJson(received), received)
  const accessToken = required('access_token', 'string')
  requireValue('access_token', isBearerToken(accessToken))
  requireValue('token_type', /^bearer$/i.test(required('token_type', 'string')))
  const expiresInSeconds = optional('expires_in', 'number')
  requireValue('expires_in', expiresInSeconds === undefined || expiresInSeconds >= 0)
  return withHiddenProperties(
    { expiresInSeconds, scope: optional('scope', 'string') },
    {
      accessToken,
      refreshToken: optional('refresh_token', 'string'),
      idToken: (isIdTokenRequired ? required : optional)('id_token', 'string'),
    },
  )

  function requireValue(field: string, isAcceptable: boolean): void {
    if (isAcceptable) return
    const found = explains && `with an unusable ${JSON.stringify(field)}`
    throw new UnexpectedResponseError('wrong_value', received, { found, field })
  }
}

/**
 * Tells whether a text can travel in an `Authorization` header. One that cannot would make the
 * platform throw an error that quotes it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function isBearerToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text)
}
