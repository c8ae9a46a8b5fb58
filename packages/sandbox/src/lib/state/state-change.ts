/** Something that the sandbox remembers has changed; who it is about, but never a secret. */
export type StateChange =
  | {
      readonly type: 'user'
      readonly action: 'put' | 'removed'
      readonly userId: string
      readonly email: string
    }
  | {
      readonly type: 'organization'
      readonly action: 'put' | 'removed'
      readonly organizationId: string
    }
  | { readonly type: 'project'; readonly action: 'put' | 'removed'; readonly projectId: string }
  | { readonly type: 'credential'; readonly action: 'put' | 'removed'; readonly clientId: string }
  | {
      readonly type: 'consent'
      readonly action: 'granted' | 'withdrawn'
      readonly userId: string
      readonly clientId: string
      /** All that the application may now ask for; none once it is withdrawn. */
      readonly scopes: readonly string[]
    }
  | {
      readonly type: 'browser-session'
      readonly action: 'started' | 'ended'
      readonly id: string
      readonly userId: string
    }
  | {
      readonly type: 'token'
      readonly action: 'issued' | 'ended'
      readonly kind: TokenKind
      /** As `sandbox.tokens.list()` names it. */
      readonly id: string
      readonly clientId: string
      readonly userId: string
    }

/** Which of the tokens that outlive a sign-in. */
export type TokenKind = 'access_token' | 'refresh_token'

/** Where the state says what has changed. */
export interface StateChanges {
  /** Changes are only described while there is a listener. */
  tell(describe: () => readonly StateChange[]): void
}
