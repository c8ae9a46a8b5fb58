/** Where something stands in a file. */
export interface SourcePlace {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column?: number
}

/** What the syntax tree of a program shows; the caller parses, the rules judge. */
export type SourceFact = SourcePlace & {
  /** Where the code runs, as far as that can be told. */
  readonly runsIn: 'page' | 'server' | 'unknown'
} & (
    | {
        /** The parameters of an authorization request are put together. */
        readonly kind: 'authorization-request'
        /** Names that the request has, or that the same file adds. */
        readonly parameters: readonly string[]
        /** How the challenge relates to the verifier. */
        readonly challenge: 'S256' | 'plain' | 'unknown' | 'absent'
        readonly redirectUriFrom: RedirectUriSource
      }
    | {
        /** The form of a token request is put together. */
        readonly kind: 'token-request'
        readonly grantType: string | undefined
        /** The scopes, where they are written into the request. */
        readonly scope?: string | undefined
        readonly parameters: readonly string[]
        readonly redirectUriFrom: RedirectUriSource
        /** False where a refreshed access token is taken from the answer and the new refresh token is not. */
        readonly keepsRefreshToken: boolean
      }
    | { readonly kind: 'token-kept'; readonly storage: 'localStorage' }
    | { readonly kind: 'secret'; readonly form: 'parameter' | 'value' }
    | { readonly kind: 'weak-random'; readonly name: string }
    | { readonly kind: 'handmade-challenge'; readonly library: string }
    | { readonly kind: 'expiry'; readonly expression: 'added' | 'divided' }
    | { readonly kind: 'reads-expiry' }
    | { readonly kind: 'address'; readonly value: string }
    | { readonly kind: 'commerce-path'; readonly path: string }
    | { readonly kind: 'status-text' }
    | { readonly kind: 'express-sdk'; readonly use: 'script' | 'exchange' }
    | {
        readonly kind: 'variable-read'
        readonly name: string
        readonly through: 'vite' | 'process'
      }
  )

/** Where a program takes a redirect URI from. */
export type RedirectUriSource = 'location' | 'configuration' | 'unknown' | 'absent'
