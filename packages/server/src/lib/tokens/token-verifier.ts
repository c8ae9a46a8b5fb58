import { ConfigurationError } from '@mudbrick/http'
import {
  type ImsAccessToken,
  type ImsClient,
  type ImsCredential,
  parseAccessToken,
  validateToken,
} from '@mudbrick/ims'
import { AccessTokenError } from './access-token-error.ts'
import { createOrganizationFinder } from './organization-finder.ts'
import { createSignatureVerifier } from './signature-verifier.ts'

/** Says which access tokens are good enough. */
export interface CreateTokenVerifierOptions {
  /** Which IMS issues them; a credential of any kind will do, and its secret is not used. */
  readonly ims: ImsClient<ImsCredential>
  /**
   * The clients whose tokens are taken; that of `ims` unless told. IMS's tokens name no audience: a
   * token of any other app, whoever made it, would be good here too.
   */
  readonly clientIds?: readonly string[] | undefined
  /** The scopes that a token has to have, all of them; none unless told. */
  readonly scopes?: readonly string[] | undefined
  /**
   * The organizations whose users may call, such as `ABC@AdobeOrg`; all unless told. IMS is asked for
   * them every quarter of an hour, which the scope `read_organizations` has to allow.
   */
  readonly organizations?: readonly string[] | undefined
  /**
   * Who judges a token: `offline`, IMS's keys, which is fast and does not notice that a token was
   * revoked; `online`, IMS itself, which costs a request each time. `offline` unless told.
   */
  readonly mode?: 'offline' | 'online' | undefined
}

/** An access token that was checked. */
export interface VerifiedToken extends ImsAccessToken {
  /** The user's organizations, if they were asked for. */
  readonly organizations: readonly string[] | undefined
}

/** Checks the access tokens of incoming requests. */
export interface TokenVerifier {
  /**
   * Checks the token of a request, or a token.
   *
   * @throws {@link AccessTokenError} when it is not good enough; `status` and `challenge` are for the answer.
   * @throws {@link NetworkError}, {@link TimeoutError}, {@link HttpError} or
   *   {@link UnexpectedResponseError} when IMS had to be asked and gave no answer.
   */
  readonly verify: (
    token: Request | string,
    options?: { readonly signal?: AbortSignal | undefined },
  ) => Promise<VerifiedToken>
}

/** Clocks differ. */
const toleranceMs = 60_000

/** Access tokens of IMS have between one and two thousand characters. */
const maxLength = 16_384

/**
 * Creates what checks the access tokens that others call this server with. Nothing is sent before the
 * first token comes.
 *
 * @throws {@link ConfigurationError} for a list of clients or organizations that is empty.
 *
 * @example
 * ```ts
 * const verifier = createTokenVerifier({ ims, scopes: ['commerce.accs'] })
 *
 * export async function answer(request: Request): Promise<Response> {
 *   try {
 *     const { userId } = await verifier.verify(request)
 *     return Response.json({ userId })
 *   } catch (error) {
 *     if (!(error instanceof AccessTokenError)) throw error
 *     const headers = { 'www-authenticate': error.challenge }
 *     return new Response(null, { status: error.status, headers })
 *   }
 * }
 * ```
 */
export function createTokenVerifier(options: CreateTokenVerifierOptions): TokenVerifier {
  const { ims, clientIds = [ims.clientId], scopes = [], organizations, mode = 'offline' } = options
  refuseEmpty('clientIds', clientIds)
  refuseEmpty('organizations', organizations)
  const signatures = createSignatureVerifier(ims)
  const findOrganizations = createOrganizationFinder(ims)

  return Object.freeze({
    async verify(credential, { signal } = {}) {
      const token = typeof credential === 'string' ? credential : readBearerToken(credential)
      if (!token) throw new AccessTokenError('token_missing')
      if (token.length > maxLength) throw new AccessTokenError('token_invalid')

      const claims =
        mode === 'online'
          ? await verifyOnline(token, signal)
          : demandAccessToken(await signatures.verify(token))
      checkTimes(claims)
      checkClient(claims)
      checkScopes(claims)
      return Object.freeze({
        ...claims,
        organizations: await checkOrganizations(token, claims, signal),
      })
    },
  } satisfies TokenVerifier)

  /** What IMS calls valid says the truth about itself; what it echoes of it is not complete. */
  async function verifyOnline(
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<ImsAccessToken> {
    const claims = demandAccessToken(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
    // Before IMS is asked, since it is asked in the name of that client.
    checkClient(claims)
    const { isValid } = await validateToken({ ...ims, clientId: claims.clientId }, token, {
      signal,
    })
    if (!isValid) throw new AccessTokenError('token_invalid')
    return claims
  }

  function checkTimes({ createdAt, expiresAt }: ImsAccessToken): void {
    const now = ims.clock.now()
    if (now >= expiresAt) throw new AccessTokenError('token_expired')
    if (createdAt > now + toleranceMs) throw new AccessTokenError('token_invalid')
  }

  function checkClient({ clientId }: ImsAccessToken): void {
    if (!clientIds.includes(clientId)) throw new AccessTokenError('wrong_client')
  }

  function checkScopes(claims: ImsAccessToken): void {
    const scope = scopes.find((required) => !claims.scopes.includes(required))
    if (scope !== undefined) throw new AccessTokenError('insufficient_scope', { scope })
  }

  async function checkOrganizations(
    token: string,
    claims: ImsAccessToken,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[] | undefined> {
    if (!organizations) return undefined
    const found = await findOrganizations(token, claims, signal)
    if (found.some((organization) => organizations.includes(organization))) return found
    throw new AccessTokenError('wrong_organization')
  }
}

/** A refresh token is signed with the same keys. */
function demandAccessToken(payload: Uint8Array): ImsAccessToken {
  const claims = parseAccessToken(payload)
  if (claims) return claims
  throw new AccessTokenError('token_invalid')
}

/** An empty list would let nobody in, or, read another way, everybody. */
function refuseEmpty(option: string, list: readonly string[] | undefined): void {
  if (!list || list.length > 0) return
  throw new ConfigurationError(
    'invalid_option',
    option,
    `${option} is an empty list: name who may call, or leave it out.`,
  )
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
function readBearerToken({ headers }: Request): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1]
}
