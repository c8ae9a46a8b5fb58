import { csrfProblems } from '../csrf.ts'
import { upgradeProblem } from '../upgrade.ts'

/** Describes a service that the app's page may call through this server, with the user's token. */
export interface ProxyOptions {
  /** The path of this server under which the page calls the service, such as `/api/commerce`. */
  readonly path: string
  /** Where the calls go: the service's origin, and the path that the rest of theirs is added to. */
  readonly target: string
  /**
   * What the page may call: a method, or several with commas, and a path below `path`. `*` stands for
   * one part of a path, `**` at the end for any number: `GET /V1/products/*`. `HEAD` passes where
   * `GET` does.
   */
  readonly allow: readonly string[]
  /** Header fields to send with every call, such as `x-api-key`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Names further header fields of the page's calls that pass on to the service. */
  readonly requestHeaders?: readonly string[] | undefined
  /** Names further header fields of the service's responses that pass on to the page. */
  readonly responseHeaders?: readonly string[] | undefined
  /**
   * Recognises the response to an invalid token. Status 401 by default. Called for small responses of
   * 4xx only.
   */
  readonly isTokenRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined
  /** How large a body can be to be kept, so that it can be sent again with a new token. 64 KiB by default. */
  readonly maxReplayBytes?: number | undefined
  /** How large the body of a call can be; a larger one is answered with 413. 10 MiB by default, `Infinity` for any. */
  readonly maxBodyBytes?: number | undefined
  /**
   * How long the service may take until its response begins, and the page until the next part of a
   * body arrives. 30 seconds by default.
   */
  readonly timeoutMs?: number | undefined
}

/** Every option of a proxy. */
export const knownProxyOptions: Readonly<Record<keyof ProxyOptions, true>> = {
  path: true,
  target: true,
  allow: true,
  headers: true,
  requestHeaders: true,
  responseHeaders: true,
  isTokenRejected: true,
  maxReplayBytes: true,
  maxBodyBytes: true,
  timeoutMs: true,
}

/** Names the proxy's own responses, as `code` of an `application/problem+json`. */
export type ProxyProblemCode =
  | 'csrf_header_missing'
  | 'foreign_request'
  | 'upgrade_not_supported'
  | 'unclear_path'
  | 'not_allowed'
  | 'body_too_large'
  | 'body_timed_out'
  | 'signed_out'
  | 'sign_in_required'
  | 'token_unavailable'
  | 'upstream_unreachable'
  | 'upstream_redirected'
  | 'upstream_timed_out'

/** The proxy's own responses. */
export const proxyProblems: Readonly<
  Record<ProxyProblemCode, { readonly status: number; readonly detail: string }>
> = {
  ...csrfProblems,
  upgrade_not_supported: upgradeProblem,
  unclear_path: {
    status: 400,
    detail:
      'The path can be read in several ways: leave out empty parts, dots and what is encoded twice.',
  },
  not_allowed: {
    status: 403,
    detail: 'This method and path are not among those that the app allows.',
  },
  body_too_large: { status: 413, detail: 'The body of the call is too large: send a smaller one.' },
  body_timed_out: {
    status: 408,
    detail: 'The body of the call did not arrive in time: send it again.',
  },
  signed_out: { status: 401, detail: 'No user is signed in: sign in, then try again.' },
  sign_in_required: {
    status: 401,
    detail: 'IMS no longer accepts the session: sign in again.',
  },
  token_unavailable: {
    status: 503,
    detail: 'There is no access token at the moment: try again.',
  },
  upstream_unreachable: { status: 502, detail: 'The service does not answer: try again.' },
  upstream_redirected: {
    status: 502,
    detail: 'The service answered with a redirect, which is not followed.',
  },
  upstream_timed_out: {
    status: 504,
    detail: 'The service did not begin to answer in time: try again.',
  },
}
