import { type Clock, ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { requireGiven, systemClock, withHiddenProperties } from '@mudbrick/http/internal'
import type { AuthorizationTransaction } from './authorization-transaction.ts'
import { calculateCodeChallenge, generateCodeVerifier, type RandomBytes } from './code-verifier.ts'
import { generateNonce, generateState } from './state.ts'

/** Describes an authorization request. */
export interface CreateAuthorizationRequestOptions {
  /** The server's authorization endpoint. */
  readonly authorizationEndpoint: string | URL
  /** The client's id at the server. */
  readonly clientId: string
  /** Where the server sends the user back to. */
  readonly redirectUri: string
  /** What the client asks to be allowed. */
  readonly scopes: readonly string[]
  /** What joins the scopes; a space by default, as RFC 6749 §3.3 has it. */
  readonly scopeSeparator?: string | undefined
  /** Whether the user must (`login`) or must not (`none`) be asked to sign in. */
  readonly prompt?: string | undefined
  /** Where in the redirect URI the response stands; the query by default. */
  readonly responseMode?: 'query' | 'fragment' | undefined
  /** Further parameters; those that the protocol reserves are refused. */
  readonly extraParameters?: Readonly<Record<string, string | undefined>> | undefined
  /** Dates the transaction; the machine's clock by default. */
  readonly clock?: Clock | undefined
  /** Draws verifier, state and nonce; the platform's WebCrypto by default. */
  readonly randomBytes?: RandomBytes | undefined
}

/** An authorization request, and what to keep until its response arrives. */
export interface AuthorizationRequest {
  /** Where to send the user. */
  readonly url: URL
  /** What the response will be checked against. */
  readonly transaction: AuthorizationTransaction
}

/**
 * Builds an authorization request for the authorization code grant, always with PKCE (S256) and a
 * state, and with a nonce where `openid` is among the scopes.
 *
 * @throws {@link ConfigurationError}
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 *
 * @example
 * ```ts
 * const { url, transaction } = await createAuthorizationRequest({
 *   authorizationEndpoint: 'https://server.example/authorize',
 *   clientId: 'client-id-123',
 *   redirectUri: 'https://app.example/callback',
 *   scopes: ['openid', 'profile'],
 * })
 * sessionStorage.setItem(transaction.state, serializeTransaction(transaction))
 * location.assign(url)
 * ```
 */
export async function createAuthorizationRequest(
  options: CreateAuthorizationRequestOptions,
): Promise<AuthorizationRequest> {
  requireGiven(
    options,
    'options',
    explains && 'give authorizationEndpoint, clientId and redirectUri',
  )
  const { clientId, redirectUri, scopes, scopeSeparator = ' ', extraParameters = {} } = options
  const { clock = systemClock, randomBytes } = options
  const codeVerifier = generateCodeVerifier(randomBytes)
  const shown = {
    state: generateState(randomBytes),
    nonce: scopes.includes('openid') ? generateNonce(randomBytes) : undefined,
    redirectUri,
    scope: scopes.join(scopeSeparator),
    createdAt: clock.now(),
  }
  const protocolParameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: shown.scope,
    state: shown.state,
    nonce: shown.nonce,
    code_challenge: await calculateCodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    prompt: options.prompt,
    response_mode: options.responseMode,
  }
  refuseReserved(extraParameters, protocolParameters)
  const url = new URL(options.authorizationEndpoint)
  for (const [name, value] of Object.entries({ ...extraParameters, ...protocolParameters })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { url, transaction: withHiddenProperties(shown, { codeVerifier }) }
}

/** @see https://www.rfc-editor.org/rfc/rfc9101#section-5 for `request` and `request_uri` */
function refuseReserved(extraParameters: object, protocolParameters: object): void {
  const reserved = Object.keys({ ...protocolParameters, request: '', request_uri: '' })
  const taken = Object.keys(extraParameters).find((name) => reserved.includes(name))
  if (taken === undefined) return
  throw new ConfigurationError(
    'invalid_option',
    'extraParameters',
    explains &&
      `extraParameters contains ${taken}, which the protocol reserves: leave it out, or use the option made for it.`,
  )
}
