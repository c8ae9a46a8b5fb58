import { changeContent, type GrantContent } from './grant-content.ts'

/** The process that has revoked a grant tells IMS at once; whoever finds this due tells it otherwise. */
const settledWithinMs = 30_000

/** Makes of a grant one that is over: what is left of it are the tokens that IMS is to end. */
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

/** Adds tokens that arrived when their grant was over already. */
export function joinRevocation(content: GrantContent, tokens: readonly string[]): GrantContent {
  return changeContent(content, { revoking: [...new Set([...content.revoking, ...tokens])] })
}

/** The refresh token first: with it, further access tokens could be made. */
export function tokensOf({
  refreshToken,
  accessToken,
}: Pick<GrantContent, 'refreshToken' | 'accessToken'>): readonly string[] {
  return refreshToken === undefined ? [accessToken] : [refreshToken, accessToken]
}
