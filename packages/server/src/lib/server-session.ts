import type { Fetch } from '@mudbrick/http'
import { withHiddenProperties } from '@mudbrick/http/internal'
import type { UserProfile } from '@mudbrick/ims'
import { createBearerFetch, type CreateBearerFetchOptions } from '@mudbrick/oauth'
import type { RevokeGrantOptions, Vault, VaultGrant, VaultTokenRequest } from '@mudbrick/vault'

/** The session of a signed-in user, for the time of a request. */
export interface ServerSession {
  /** Names the grant record of the session, for calls to the vault; keep it on the server. */
  readonly grantId: string
  /** What IMS told about the user at the sign-in, if it answered. */
  readonly profile: UserProfile | undefined
  /** The user's id at IMS, if the ID token named it. */
  readonly subject: string | undefined
  /** What the user has granted. */
  readonly scopes: readonly string[]
  /** When the access token expires; it is replaced before that, as long as IMS agrees. */
  readonly expiresAt: number
  /** When the access token arrived. */
  readonly refreshedAt: number
  /** When the user signed in. */
  readonly signedInAt: number
  /** Whether the access token can be replaced without the user. */
  readonly canRefresh: boolean
  /**
   * A `Set-Cookie` for the response, now and then: it prolongs the session while it is used. The routes
   * and the proxy add it themselves. It is not enumerable.
   */
  readonly setCookie: string | undefined
  /**
   * Returns an access token that is valid for a while.
   *
   * @throws {@link SignInRequiredError} when only a new sign-in brings one.
   * @throws {@link VaultError} when the grant cannot be read or written.
   */
  readonly getAccessToken: (request?: VaultTokenRequest) => Promise<string>
  /** Adds the access token to what it sends, for the allowed origins only. */
  readonly fetch: Fetch
  /** Replaces the access token now, whatever its age. */
  readonly refresh: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<void>
  /** Ends the session for every browser and process, and its tokens at IMS. */
  readonly revoke: (options?: RevokeGrantOptions) => Promise<void>
}

/** What a session needs. */
export interface ServerSessionContext extends Omit<CreateBearerFetchOptions, 'getAccessToken'> {
  /** Keeps the grants. */
  readonly vault: Vault
}

/** Creates the session of a grant. */
export function createServerSession(
  context: ServerSessionContext,
  grant: VaultGrant,
  setCookie: string | undefined,
): ServerSession {
  const { vault } = context
  const { id: grantId, profile, subject, scopes, expiresAt, refreshedAt } = grant
  const getAccessToken: ServerSession['getAccessToken'] = (request) =>
    vault.getAccessToken(grantId, request)

  return withHiddenProperties(
    {
      grantId,
      profile,
      subject,
      scopes,
      expiresAt,
      refreshedAt,
      signedInAt: grant.createdAt,
      canRefresh: grant.canRefresh,
      getAccessToken,
      // Created when it is used, which most requests do not.
      fetch: ((input, init) =>
        createBearerFetch({ ...context, getAccessToken })(input, init)) satisfies Fetch,
      refresh: async (options) => void (await vault.refresh(grantId, options)),
      revoke: (options) => vault.revoke(grantId, options),
    } satisfies Omit<ServerSession, 'setCookie'>,
    { setCookie },
  )
}
