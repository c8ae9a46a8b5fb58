import { isJsonObject } from '@mudbrick/http/internal'
import type { SignInRequiredErrorCode, UserProfile } from '@mudbrick/ims'

/** The state of a grant. */
export type GrantState =
  /** It can be used, and refreshed. */
  | { readonly status: 'active' }
  /** A process is refreshing it, or was when it ended. */
  | {
      readonly status: 'refreshing'
      /** The fence of the lease under which it is refreshed. */
      readonly fence: number
      /** When the refresh started, by the clock of that process. */
      readonly startedAt: number
    }
  /** It cannot be refreshed again; its access token may still be valid. */
  | { readonly status: 'sign-in-required'; readonly code: SignInRequiredErrorCode }
  /** It has ended; its tokens are still to be revoked at IMS. */
  | { readonly status: 'revoked'; readonly revokedAt: number }

/** The failures since the last successful refresh. */
export interface RefreshTrouble {
  /** How many attempts have failed in a row. */
  readonly failures: number
  /** How many of them in a row failed with an unknown code. */
  readonly unknownFailures: number
  /** No process asks IMS again before this instant. */
  readonly retryAt: number
  /** When the last attempt failed. */
  readonly failedAt: number
  /** Whether one of them may have worked although its answer was lost: then the refresh token may be used up. */
  readonly isInDoubt: boolean
  /** Whether IMS refused the app itself the last time, which only the app's operator can correct. */
  readonly isMisconfigured: boolean
}

/** A grant, decrypted. Its tokens are not enumerable. */
export interface GrantContent {
  /** The client id that it was issued to. Repeats what stands in the clear, so that a change is noticed. */
  readonly clientId: string
  /**
   * Counts its tokens: 1 after the sign-in, one more with every successful refresh. Shows which of two
   * versions has the newer tokens, also when a store was set back.
   */
  readonly generation: number
  /** Its state. */
  readonly state: GrantState
  /** The user's id at IMS, if it is known: the `sub` of the ID token. */
  readonly subject: string | undefined
  /** What IMS said about the user, if it was stored. */
  readonly profile: UserProfile | undefined
  /** The granted scopes. */
  readonly scopes: readonly string[]
  /** When the user signed in. */
  readonly createdAt: number
  /** When the access token arrived. */
  readonly receivedAt: number
  /** When the access token ends. */
  readonly expiresAt: number
  /** Whether the access token was used: only then it is refreshed before it expires. */
  readonly isUsed: boolean
  /** When it needs work next. Repeats what stands in the clear, so that a change is noticed. */
  readonly dueAt: number | undefined
  /** Repeats what stands in the clear, so that a change is noticed. */
  readonly isRevocationPending: boolean
  /** The failures since the last successful refresh, if there are any. */
  readonly trouble: RefreshTrouble | undefined
  /** The access token. */
  readonly accessToken: string
  /** The refresh token, if there is one. */
  readonly refreshToken: string | undefined
  /** The tokens that are still to be revoked at IMS. */
  readonly revoking: readonly string[]
}

/** Creates the content of a grant, whose tokens are not enumerable. */
export function createContent({
  accessToken,
  refreshToken,
  revoking,
  ...shown
}: GrantContent): GrantContent {
  const tokens = new HiddenTokens({ accessToken, refreshToken, revoking })
  return Object.freeze(Object.assign(tokens, shown))
}

/** Creates a changed copy. */
export function changeContent(
  content: GrantContent,
  changes: Partial<Readonly<GrantContent>>,
): GrantContent {
  const { accessToken, refreshToken, revoking } = content
  return createContent({ ...content, accessToken, refreshToken, revoking, ...changes })
}

/** Serializes a content, tokens included: only for sealing. */
export function serializeContent(content: GrantContent): string {
  const { accessToken, refreshToken, revoking } = content
  return JSON.stringify({ format, content: { ...content, accessToken, refreshToken, revoking } })
}

/** Parses what {@link serializeContent} wrote; `undefined` when it has another format. */
export function parseContent(text: string): GrantContent | undefined {
  const json: unknown = JSON.parse(text)
  if (!isJsonObject(json) || json['format'] !== format) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sealed was written above
  return createContent(json['content'] as GrantContent)
}

type Tokens = Pick<GrantContent, 'accessToken' | 'refreshToken' | 'revoking'>

const format = 2

/** Reading a token from a prototype is faster than hiding it in every object that has it. */
class HiddenTokens implements Tokens {
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
