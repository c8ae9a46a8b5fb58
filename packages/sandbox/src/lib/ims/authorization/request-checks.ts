import { isPublicClient, isUserCredential } from '../../state/credential.ts'
import { html } from '../../wire/html.ts'
import { renderNotice } from '../../wire/notice-page.ts'
import {
  isLoopbackOfNative,
  isWrittenAsRead,
  matchesPattern,
  resolveRedirectUri,
} from '../redirect-uri-pattern.ts'
import { areSound } from '../client-form.ts'
import { foreignScopes, parseScopes } from '../scope.ts'
import type {
  AuthorizationCheck,
  AuthorizationContext,
  ResponseTypes,
} from './authorization-context.ts'
import { maxStateLength, redirectWithError } from './authorization-response.ts'

const checkClientId: AuthorizationCheck = (context) => {
  const { parameters, services } = context
  const clientId = parameters.get('client_id')
  const isRepeated = parameters.repeated === 'client_id'
  const credential = isRepeated ? undefined : services.state.credentials.get(clientId)
  // Without a known client there is nowhere safe to send the browser, so IMS shows a page of its own.
  if (credential === undefined || !isUserCredential(credential)) {
    context.hint(credential === undefined ? 'client_unknown' : 'client_signs_nobody_in', clientId)
    return renderErrorPage(context, {
      title: 'This product is not supported',
      text: 'The client ID is not valid.',
    })
  }
  context.credential = credential
  return undefined
}

const checkRedirectUri: AuthorizationCheck = (context) => {
  const { credential, parameters, services } = context
  const requested = parameters.get('redirect_uri')
  const { behavior } = services
  context.redirectUri = resolveRedirectUri(credential, requested, behavior)
  noteRedirectUri(context, requested)
  if (context.redirectUri.isDefault && behavior.unregisteredRedirectUri === 'refuse') {
    return renderErrorPage(context, {
      title: 'This sign-in cannot be completed',
      text: 'The redirect URI is not registered for this client.',
    })
  }
  return undefined
}

/** IMS never says that it did not take the address that was asked for: that is what goes wrong most often. */
function noteRedirectUri(
  { credential, parameters, redirectUri, services: { behavior }, hint }: AuthorizationContext,
  requested: string | undefined,
): void {
  if (!redirectUri.isDefault) {
    if (!matchesPattern(credential, redirectUri.uri)) hint('redirect_uri_only_default')
    return
  }
  if (requested === undefined) {
    const isMisnamed = parameters.get('redirect_url') !== undefined
    hint(isMisnamed ? 'redirect_uri_misnamed' : 'redirect_uri_missing')
  } else if (!isWrittenAsRead(requested)) hint('redirect_uri_not_as_read')
  else if (isLoopbackOfNative(credential, requested)) hint('native_loopback_refused')
  else hint('redirect_uri_unregistered')
  if (behavior.unregisteredRedirectUri === 'default') hint('redirect_uri_defaulted')
}

/** Found out first, because it decides where errors go; an unknown one is refused later. */
const readResponseType: AuthorizationCheck = (context) => {
  const types = (context.parameters.get('response_type') ?? 'code').split(' ')
  context.responseTypes = responseTypes.get(types.toSorted().join(' ')) ?? new Set()
  return undefined
}

const responseTypes: ReadonlyMap<string, ResponseTypes> = new Map<string, ResponseTypes>([
  ['code', new Set(['code'])],
  ['token', new Set(['token'])],
  ['id_token', new Set(['id_token'])],
  ['id_token token', new Set(['id_token', 'token'])],
  ['code id_token', new Set(['code', 'id_token'])],
])

/** Code alone comes in the query; a token never does, because addresses are written to logs. */
const checkResponseMode: AuthorizationCheck = (context) => {
  const { parameters, responseTypes: types } = context
  const hasToken = types.has('token') || types.has('id_token')
  const mode = parameters.get('response_mode') ?? (hasToken ? 'fragment' : 'query')
  context.responseMode = mode === 'fragment' || hasToken ? 'fragment' : 'query'
  const isGood = mode === 'fragment' || (mode === 'query' && !hasToken)
  return isGood
    ? undefined
    : redirectWithError(context, 'invalid_request', 'response_mode_unusable')
}

const checkRepeatedParameters: AuthorizationCheck = (context) =>
  areSound(context, context.parameters) ? undefined : redirectWithError(context, 'invalid_request')

const checkState: AuthorizationCheck = (context) => {
  const state = context.parameters.get('state')
  if (state !== undefined) {
    const isGood = state.length <= maxStateLength
    return isGood ? undefined : redirectWithError(context, 'invalid_request', 'state_too_long')
  }
  context.hint('state_missing')
  return context.services.behavior.missingState === 'accept'
    ? undefined
    : redirectWithError(context, 'invalid_request')
}

const checkResponseType: AuthorizationCheck = (context) =>
  context.responseTypes.size > 0
    ? undefined
    : redirectWithError(context, 'unsupported_response_type', 'response_type_unknown')

const checkNonce: AuthorizationCheck = (context) => {
  const { parameters, scopes, responseTypes: types, services } = context
  const givesIdToken = types.has('id_token') || (types.has('code') && scopes.includes('openid'))
  if (!givesIdToken || parameters.get('nonce') !== undefined) return undefined
  context.hint('nonce_missing')
  return services.behavior.missingNonce === 'accept'
    ? undefined
    : redirectWithError(context, 'invalid_request')
}

const checkPrompt: AuthorizationCheck = (context) => {
  context.prompts = new Set((context.parameters.get('prompt') ?? '').split(' ').filter(Boolean))
  // OpenID Connect Core §3.1.2.1: `none` stands alone.
  const isContradiction = context.prompts.has('none') && context.prompts.size > 1
  if (isContradiction) return redirectWithError(context, 'invalid_request', 'prompt_contradictory')
  const ignored = [...context.prompts].filter((prompt) => prompt !== 'none' && prompt !== 'login')
  if (ignored.length > 0) context.hint('prompt_ignored', ignored.join(' '))
  return undefined
}

const checkScope: AuthorizationCheck = (context) => {
  context.scopes = parseScopes(context.parameters.get('scope'))
  const foreign = foreignScopes(context.credential, context.scopes)
  if (foreign.length === 0) return undefined
  context.hint('scope_unknown', foreign.join(','))
  return redirectWithError(context, 'invalid_scope')
}

/** RFC 7636 §4.3: 43 to 128 unreserved characters; an S256 challenge always has 43. */
const checkCodeChallenge: AuthorizationCheck = (context) => {
  const { parameters, services, credential } = context
  const value = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method') ?? 'plain'
  const isRequired = isPublicClient(credential) || services.behavior.proofKey === 'all'
  if (!context.responseTypes.has('code')) return undefined
  if (value === undefined) {
    context.hint('code_challenge_missing')
    return isRequired ? redirectWithError(context, 'invalid_request') : undefined
  }
  if (!isCodeChallenge(value, method)) {
    return redirectWithError(context, 'invalid_request', 'code_challenge_malformed')
  }
  if (method === 'S256') {
    context.codeChallenge = { value, method }
    return undefined
  }
  context.hint('plain_code_challenge')
  if (services.behavior.plainCodeChallenge === 'refuse') {
    return redirectWithError(context, 'invalid_request')
  }
  context.codeChallenge = { value, method: 'plain' }
  return undefined
}

function isCodeChallenge(value: string, method: string): boolean {
  if (method === 'S256') return /^[A-Za-z0-9_-]{43}$/.test(value)
  return method === 'plain' && /^[A-Za-z0-9._~-]{43,128}$/.test(value)
}

/** The page IMS shows when there is nowhere safe to send the browser; the link is the sandbox's own. */
function renderErrorPage(
  { services, origins, debugId }: AuthorizationContext,
  page: { readonly title: string; readonly text: string },
): Response {
  const flow = `${origins.home}/flows/${debugId}`
  const more = html`<p><a href="${flow}">See what happened, and what to change</a></p>`
  return renderNotice({ ...page, more, status: 400 }, services.randomness)
}

/** Whether the request can be served at all, before a user is asked to sign in. */
export const requestChecks: readonly AuthorizationCheck[] = [
  checkClientId,
  checkRedirectUri,
  readResponseType,
  checkResponseMode,
  checkRepeatedParameters,
  checkState,
  checkResponseType,
  checkPrompt,
  checkScope,
  checkNonce,
  checkCodeChallenge,
]
