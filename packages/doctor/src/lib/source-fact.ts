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
        /** The code challenge method, where it is written. */
        readonly challengeMethod?: string | undefined
        /** Parameters that are encoded before something encodes them. */
        readonly encodedTwice?: readonly string[] | undefined
        /** What the request asks for, where that is written. */
        readonly responseType?: string | undefined
        readonly redirectUriFrom: RedirectUriSource
        /** The redirect URI, where the whole of it is written. */
        readonly redirectUri?: string | undefined
        /** The lines of parameters, where they stand in the file. */
        readonly lines?: Readonly<Record<string, number>> | undefined
      }
    | {
        /** The form of a token request is put together. */
        readonly kind: 'token-request'
        readonly grantType: string | undefined
        /** The scopes, where they are written into the request. */
        readonly scope?: string | undefined
        readonly parameters: readonly string[]
        readonly redirectUriFrom: RedirectUriSource
        /** The redirect URI, where the whole of it is written. */
        readonly redirectUri?: string | undefined
        /** The lines of parameters, where they stand in the file. */
        readonly lines?: Readonly<Record<string, number>> | undefined
        /** False where a refreshed access token is taken from the answer and the new refresh token is not. */
        readonly keepsRefreshToken: boolean
      }
    | { readonly kind: 'token-kept'; readonly storage: 'localStorage' | 'cookie' }
    | {
        readonly kind: 'secret'
        /** Sent by a page, written down, part of an address, or put into the page by a build. */
        readonly form: 'parameter' | 'value' | 'address' | 'build'
      }
    | {
        /** The code verifier has this many characters. */
        readonly kind: 'short-verifier'
        readonly length: number
      }
    | { readonly kind: 'challenge-encoding'; readonly encoding: 'base64' | 'hex' }
    | { readonly kind: 'json-token-request' }
    | {
        /** The state of an answer is looked at. */
        readonly kind: 'reads-state'
      }
    | { readonly kind: 'certificate-checks-off' }
    | {
        /** The header that cuts a page off from the windows that it opens. */
        readonly kind: 'opener-policy'
      }
    | { readonly kind: 'popup' }
    | {
        /** What `window.adobeid` tells Adobe’s own library. */
        readonly kind: 'imslib-environment'
        readonly environment: string
      }
    | { readonly kind: 'scopes'; readonly name: string; readonly value: string }
    | {
        /** The slash at the end of this variable is taken care of. */
        readonly kind: 'host-trimmed'
        readonly name: string
      }
    | { readonly kind: 'weak-random'; readonly name: string }
    | { readonly kind: 'handmade-challenge'; readonly library: string }
    | { readonly kind: 'expiry'; readonly expression: 'added' | 'divided' | 'multiplied' | 'delay' }
    | { readonly kind: 'reads-expiry' }
    | { readonly kind: 'address'; readonly value: string }
    | {
        readonly kind: 'commerce-path'
        readonly path: string
        readonly host?: string | undefined
      }
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
