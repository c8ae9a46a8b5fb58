import type { ImsContext } from './ims-context.ts'

/** Which token is to end, and for whom. */
export interface EndTokenOptions {
  readonly token: string
  /** Another client's token is left alone. */
  readonly clientId: string
  /** Whether a refresh token takes the access tokens with it that it gave. */
  readonly isCascading: boolean
}

/** Ends an access token, or the family of a refresh token; says whether there was one. */
export async function endToken(
  { services: { state } }: ImsContext,
  { token, clientId, isCascading }: EndTokenOptions,
): Promise<boolean> {
  const grant = state.refreshTokens.find(token)
  if (grant?.clientId === clientId) {
    state.refreshTokens.revoke(grant.grantId)
    if (isCascading) state.accessTokens.revokeGrant(grant.grantId)
    return true
  }
  const claims = await state.accessTokens.verify(token)
  if (claims?.client_id !== clientId) return false
  state.accessTokens.revoke(claims)
  return true
}
