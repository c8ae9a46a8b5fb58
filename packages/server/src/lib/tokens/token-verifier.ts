import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
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

/** Describes the access tokens that are accepted. */
export interface CreateTokenVerifierOptions {
  /** The IMS that issues them: the client of any credential, whose secret is not used. */
  readonly ims: ImsClient<ImsCredential>
  /**
   * The clients whose tokens are accepted. The client of `ims` by default. Tokens of IMS name no
   * audience: without this list a token of any other app would be accepted too.
   */
  readonly clientIds?: readonly string[] | undefined
  /** The scopes that a token needs, all of them. None by default. */
  readonly scopes?: readonly string[] | undefined
  /**
   * The organizations whose users may call, such as `ABC@AdobeOrg`. All by default. IMS is asked for
   * them every 15 minutes, which needs the scope `read_organizations`.
   */
  readonly organizations?: readonly string[] | undefined
  /**
   * How a token is checked: `offline` with IMS's keys, which is fast and does not notice a revocation;
   * `online` by IMS itself, which costs a request each time. `offline` by default.
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
   * @throws {@link AccessTokenError} when it is not accepted; `status` and `challenge` are for the response.
   * @throws {@link NetworkError}, {@link TimeoutError}, {@link HttpError} or
   *   {@link UnexpectedResponseError} when IMS had to be asked and did not answer.
   *   {@link createTokenErrorResponse} creates the response for all of them.
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
 * Creates the verifier of the access tokens in incoming requests. Nothing is sent before the first
 * token arrives.
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
 *     return createTokenErrorResponse(error)
 *   }
 * }
 * ```
 */
export function createTokenVerifier(options: CreateTokenVerifierOptions): TokenVerifier {
  checkOptions('createTokenVerifier', options, {
    ims: true,
    clientIds: true,
    scopes: true,
    organizations: true,
    mode: true,
  })
  requireClient(options.ims)
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

  /** The claims of a token that IMS calls valid are true; those that it echoes are not complete. */
  async function verifyOnline(
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<ImsAccessToken> {
    const claims = demandAccessToken(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
    // Before the request, which is made in the name of that client.
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

/** An empty list could be read as none or as all. */
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

function requireClient(ims: { readonly clientId?: unknown } | undefined): void {
  if (typeof ims?.clientId === 'string') return
  throw new ConfigurationError(
    'invalid_option',
    'ims',
    'ims is missing: give the client that createImsClient() returned.',
  )
}
