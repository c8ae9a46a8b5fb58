import { ownRequestProblems } from '../own-request.ts'

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
  /** Names further header fields of the service's answers that pass on to the page. */
  readonly responseHeaders?: readonly string[] | undefined
  /**
   * Recognises the answer to a token that is no good; status 401 unless told. It is asked about
   * answers of 4xx only, and only where they are small.
   */
  readonly isTokenRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined
  /** How large a body may be that is kept, so that it can be sent again with a new token; 64 KiB unless told. */
  readonly maxReplayBytes?: number | undefined
  /**
   * How long the service may take until it begins to answer, from the last that it was sent; 30
   * seconds unless told.
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
  timeoutMs: true,
}

/** Names what a proxy answers of itself, as `code` of an `application/problem+json`. */
export type ProxyProblemCode =
  | 'static_header_missing'
  | 'foreign_request'
  | 'unclear_path'
  | 'not_allowed'
  | 'signed_out'
  | 'sign_in_required'
  | 'token_unavailable'
  | 'upstream_unreachable'
  | 'upstream_redirected'
  | 'upstream_timed_out'

/** What a proxy answers of itself. */
export const proxyProblems: Readonly<
  Record<ProxyProblemCode, { readonly status: number; readonly detail: string }>
> = {
  ...ownRequestProblems,
  unclear_path: {
    status: 400,
    detail:
      'The path can be read in several ways: leave out empty parts, dots and what is encoded twice.',
  },
  not_allowed: {
    status: 403,
    detail: 'This method and path are not among those that the app allows.',
  },
  signed_out: { status: 401, detail: 'Nobody is signed in: sign in, then try again.' },
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
