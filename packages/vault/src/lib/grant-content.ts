import { isJsonObject } from '@mudbrick/http'
import type { SignInRequiredErrorCode, UserProfile } from '@mudbrick/ims'

/** What is known about a grant, by what was last done to it. */
export type GrantState =
  /** It can be used, and refreshed. */
  | { readonly status: 'active' }
  /** Somebody is refreshing it, or was when they disappeared. */
  | {
      readonly status: 'refreshing'
      /** The fence of the lease under which it is done. */
      readonly fence: number
      /** When it began, by the clock of whoever does it. */
      readonly startedAt: number
    }
  /** It cannot be refreshed again; its access token may still be good. */
  | { readonly status: 'sign-in-required'; readonly code: SignInRequiredErrorCode }
  /** It is over; what is left of it is to be ended at IMS. */
  | { readonly status: 'revoked'; readonly revokedAt: number }

/** What happened since the last refresh that went well. */
export interface RefreshTrouble {
  /** How many attempts have failed, one after the other. */
  readonly failures: number
  /** How many of them in a row failed with a code that nobody knows. */
  readonly unknownFailures: number
  /** Before this instant nobody asks IMS again. */
  readonly retryAt: number
  /** When that was decided. */
  readonly failedAt: number
  /** Whether one of them may have worked, its answer being lost: then the refresh token may be used up. */
  readonly isInDoubt: boolean
  /** Whether IMS refused the app itself the last time, which only its operator can mend. */
  readonly isMisconfigured: boolean
}

/** A grant, opened: everything of it that a store sees only sealed. Its tokens are not enumerable. */
export interface GrantContent {
  /** What was last done to it. */
  readonly state: GrantState
  /** The `sub` of the ID token, if there was one. */
  readonly subject: string | undefined
  /** What IMS said about the user, if it was kept. */
  readonly profile: UserProfile | undefined
  /** What was granted. */
  readonly scopes: readonly string[]
  /** When the user signed in. */
  readonly createdAt: number
  /** When the access token arrived. */
  readonly receivedAt: number
  /** When the access token ends. */
  readonly expiresAt: number
  /** Whether somebody has used it since the access token arrived: only then it is refreshed in time. */
  readonly isUsed: boolean
  /** Repeats what stands in the clear, so that a change of it is noticed. */
  readonly dueAt: number | undefined
  /** Repeats what stands in the clear, so that a change of it is noticed. */
  readonly isRevocationPending: boolean
  /** What has gone wrong lately, if something has. */
  readonly trouble: RefreshTrouble | undefined
  /** The access token. */
  readonly accessToken: string
  /** The refresh token, if there is one. */
  readonly refreshToken: string | undefined
  /** The tokens that are still to be ended at IMS. */
  readonly revoking: readonly string[]
}

/** Makes the content of a grant, with its tokens concealed. */
export function createContent({
  accessToken,
  refreshToken,
  revoking,
  ...shown
}: GrantContent): GrantContent {
  const tokens = new ConcealedTokens({ accessToken, refreshToken, revoking })
  return Object.freeze(Object.assign(tokens, shown))
}

/** Makes the successor of a content: what is not said stays as it is. */
export function changeContent(
  content: GrantContent,
  changes: Partial<Readonly<GrantContent>>,
): GrantContent {
  const { accessToken, refreshToken, revoking } = content
  return createContent({ ...content, accessToken, refreshToken, revoking, ...changes })
}

/** Writes a content down, tokens included: for sealing, and for nothing else. */
export function serializeContent(content: GrantContent): string {
  const { accessToken, refreshToken, revoking } = content
  return JSON.stringify({ format, content: { ...content, accessToken, refreshToken, revoking } })
}

/** Reads what {@link serializeContent} wrote; `undefined` when it is of another making. */
export function parseContent(text: string): GrantContent | undefined {
  const json: unknown = JSON.parse(text)
  if (!isJsonObject(json) || json['format'] !== format) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sealed was written above
  return createContent(json['content'] as GrantContent)
}

type Tokens = Pick<GrantContent, 'accessToken' | 'refreshToken' | 'revoking'>

const format = 1

/** To read a token from a prototype takes less than to hide it in every object that has it. */
class ConcealedTokens implements Tokens {
  readonly #tokens: Tokens

  constructor(tokens: Tokens) {
    this.#tokens = tokens
  }

  get accessToken(): string {
    return this.#tokens.accessToken
  }

  get refreshToken(): string | undefined {
    return this.#tokens.refreshToken
  }

  get revoking(): readonly string[] {
    return this.#tokens.revoking
  }
}
