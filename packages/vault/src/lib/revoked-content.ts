import { changeContent, type GrantContent } from './grant-content.ts'

/** The process that revokes a grant tells IMS at once; after this time another process does. */
const settledWithinMs = 30_000

/** Ends a grant: only the tokens that IMS is to revoke are left of it. */
export function revokeContent(
  content: GrantContent,
  now: number,
  tokens: readonly string[] = tokensOf(content),
): GrantContent {
  return changeContent(content, {
    state: { status: 'revoked', revokedAt: now },
    profile: undefined,
    accessToken: '',
    refreshToken: undefined,
    revoking: tokens,
    trouble: undefined,
    isRevocationPending: true,
    dueAt: now + settledWithinMs,
  })
}

/** Adds tokens that arrived after their grant had ended. */
export function joinRevocation(content: GrantContent, tokens: readonly string[]): GrantContent {
  return changeContent(content, { revoking: [...new Set([...content.revoking, ...tokens])] })
}

/** The refresh token first: it could still bring new access tokens. */
export function tokensOf({
  refreshToken,
  accessToken,
}: Pick<GrantContent, 'refreshToken' | 'accessToken'>): readonly string[] {
  return refreshToken === undefined ? [accessToken] : [refreshToken, accessToken]
}
