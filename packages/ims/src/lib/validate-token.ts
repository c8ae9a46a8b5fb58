import { parseJson, readFields } from '@mudbrick/http'
import { postForm } from '@mudbrick/oauth'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { clientIdTwice, endOfToken, parseScopes } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/** Says what to ask about a token. */
export interface ValidateTokenOptions extends ImsRequestOptions {
  /** What the token is taken for; an access token by default. */
  readonly type?: 'access_token' | 'refresh_token' | 'authorization_code' | undefined
}

/** What IMS says about a token. */
export type TokenValidation = ValidToken | InvalidToken

/** A token that is good now. */
export interface ValidToken {
  /** Tells it from a token that is not good. */
  readonly isValid: true
  /** Names the user, or the technical account, that the token is about, if IMS says so. */
  readonly userId: string | undefined
  /** What the token allows, if IMS says so, which it does not always do. */
  readonly scopes: readonly string[] | undefined
  /** When the token ends, by IMS's clock, if IMS says so. */
  readonly expiresAt: number | undefined
}

/** A token that is not good: forged, ended, revoked, of another type or of another client. */
export interface InvalidToken {
  /** Tells it from a token that is good. */
  readonly isValid: false
  /** Why, in IMS's words, if it has any. */
  readonly reason: string | undefined
}

/**
 * Asks IMS whether a token of this client is good now; unlike a check of its signature, this notices
 * that it was revoked. Meant for servers: IMS does not let every page ask.
 *
 * @throws {@link TokenResponseError} when IMS does not know the client.
 * @throws {@link HttpError} when it fails in other words than OAuth's.
 * @throws {@link UnexpectedResponseError} when its answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://github.com/adobe/ims-go
 * @see https://github.com/adobe/aio-lib-ims
 */
export async function validateToken(
  ims: ImsClient<ImsCredential>,
  token: string,
  { type = 'access_token', ...options }: ValidateTokenOptions = {},
): Promise<TokenValidation> {
  const received = await postForm(
    ims.environment.validationEndpoint,
    { type, token },
    { ...requestOptionsOf(ims, options), clientAuthentication: clientIdTwice(ims.clientId) },
  )
  const { required, optional, within } = readFields(parseJson(received), received)
  if (!required('valid', 'boolean')) {
    return Object.freeze({ isValid: false, reason: optional('reason', 'string') })
  }
  const claims = within(optional('token', 'object') ?? {}, 'token')
  const clientId = claims.optional('client_id', 'string')
  if (clientId !== undefined && clientId !== ims.clientId) {
    return Object.freeze({ isValid: false, reason: 'issued to another client' })
  }
  const scope = claims.optional('scope', 'string')
  return Object.freeze({
    isValid: true,
    userId: claims.optional('user_id', 'string'),
    scopes: scope === undefined ? undefined : parseScopes(scope),
    expiresAt: endOfToken(
      claims.optional('created_at', 'any'),
      claims.optional('expires_in', 'any'),
    ),
  })
}
