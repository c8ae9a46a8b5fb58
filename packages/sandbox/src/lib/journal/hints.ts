import { redactText } from './redact.ts'

/** What Adobe's answer does not say: why a request was refused, or what was weak about one that was served. */
export interface Hint {
  /** Names it, for filters and tests. */
  readonly code: HintCode
  /** What happened, and what to do. */
  readonly message: string
  /** What of the request it is about: a parameter's name, a scope, an origin. */
  readonly about?: string
}

/** The codes of all hints: the keys of {@link hintMessages}. */
export type HintCode = keyof typeof hintMessages

/** Writes a hint beside the exchange that is being served. Nothing of it is sent. */
export type NoteHint = (code: HintCode, about?: string) => void

/** A hint as it was noted. */
export interface NotedHint {
  readonly code: HintCode
  readonly about: string | undefined
}

/** Each code with its sentence. */
export const hintMessages = {
  parameters_unreadable:
    'The body is no form, is broken, or is longer than 64 KiB: send application/x-www-form-urlencoded.',
  parameter_repeated: 'A parameter came twice, in query and body together: send it once.',
  parameter_missing: 'A parameter is missing or empty: send it.',
  endpoint_not_served:
    'The sandbox has nothing at this path, though Adobe may have: see what the README says is served.',

  client_unknown: 'No credential has this client id: correct it, or add the credential.',
  client_signs_nobody_in:
    'A server-to-server credential has no sign-in: use client_credentials, or another type of credential.',
  client_secret_missing:
    'The client has a secret and did not prove it: send it as Basic or as client_secret.',
  client_secret_wrong: 'The credential has no such client secret: correct it.',
  client_secret_unexpected:
    'Single-page and native apps have no secret: leave client_secret and Basic out.',
  client_authentication_doubled:
    'The client named itself in the header and otherwise in the parameters: use one way.',

  redirect_uri_missing: 'No redirect URI was sent: send the registered one.',
  redirect_uri_misnamed:
    'The parameter redirect_url means nothing to IMS, though one page of Adobe calls it so: send redirect_uri.',
  redirect_uri_unregistered:
    'The redirect URI matches no pattern of the credential, whole: register it, dots escaped.',
  redirect_uri_not_as_read:
    'A browser reads the redirect URI differently from how it is written: write it as a browser would.',
  redirect_uri_only_default:
    'The redirect URI is the default one and matches no pattern: register a pattern for it, which Adobe asks first.',
  redirect_uri_defaulted:
    'The user was sent to the default redirect URI, which IMS does silently: send one that is registered.',
  native_loopback_refused:
    'IMS answers native apps at their own scheme only: use the credential’s adobe+… redirect URI.',
  state_missing:
    'No state was sent, so that others can finish this sign-in: send a random one and compare it.',
  state_too_long: 'The state is longer than 4,096 characters: keep what is long with the client.',
  nonce_missing:
    'openid was asked for without nonce: send a random one and find it in the ID token.',
  response_type_unknown:
    'IMS does not know this response type: use code, token, id_token, id_token token or code id_token.',
  response_mode_unusable:
    'The response mode is unknown, or would write a token into a query: use fragment.',
  prompt_contradictory: 'prompt=none stands alone: leave the others out.',
  prompt_ignored: 'IMS documents none and login only: this prompt changes nothing.',
  code_challenge_missing: 'No code challenge was sent: send one, with the method S256.',
  code_challenge_malformed:
    'The code challenge or its method is not that of RFC 7636: S256 gives 43 characters of base64url.',
  plain_code_challenge:
    'The code challenge is plain, which is also what IMS takes when no method is named: name S256.',
  scope_unknown: 'The credential does not have this scope: add it there, or do not ask for it.',
  beta_user_required:
    'The credential is in development and the user is not one of its beta users: add them, or use production.',
  browser_session_missing:
    'No user is signed in at IMS in this browser, as far as its cookie says: sign in first.',
  consent_missing:
    'The user has not allowed this application all these scopes, or no longer: sign in again.',
  user_unknown: 'The user is no longer there: sign in as another.',

  grant_type_unsupported: 'The sandbox does not have this grant: use one that is in the README.',
  grant_type_not_for_client:
    'This type of credential may not use this grant: use another of either.',
  code_unknown: 'No such code was given by this sandbox since its start or reset: sign in again.',
  code_expired: 'The code has expired: exchange it at once.',
  code_reused: 'The code was exchanged before: exchange each code once, and sign in again.',
  code_of_other_client:
    'The code was given to another client: exchange it with the client id that asked for it.',
  redirect_uri_mismatch:
    'The redirect URI is not the one of the authorization request: send the same, character by character.',
  verifier_missing:
    'The code was asked for with a challenge and came without its verifier: send code_verifier.',
  verifier_malformed:
    'A code verifier has 43 to 128 unreserved characters: make it as RFC 7636 §4.1 says.',
  verifier_mismatch: 'The verifier is not that of the challenge: keep the one whose hash was sent.',
  verifier_unexpected:
    'A verifier came for a code that was asked for without a challenge: send both, or neither.',
  refresh_token_unknown:
    'No such refresh token is alive: it was revoked, ended by a sign-out, or given by another run; sign in again.',
  refresh_token_expired: 'The refresh token has expired: sign in again.',
  refresh_token_reused: 'The refresh token was used before: keep the new one of each answer.',
  refresh_token_of_other_client:
    'The refresh token was given to another client: use that client id.',
  scope_not_granted: 'The scope was not granted at sign-in: ask for it there.',
  refresh_token_withheld:
    'offline_access was asked for, but single-page and native apps get no refresh token: see publicClientRefreshTokens.',
  offline_access_missing:
    'A refresh token is given with offline_access only: ask for it at sign-in.',
  organization_mismatch:
    'org_id is not the organization of the technical account: leave it out, or correct it.',
  token_not_found:
    'No token of this client is meant, so that nothing ended: send a live one, and its own client id.',
  logout_redirect_defaulted:
    'The address is on no origin that the credential has registered: the user was sent to the default redirect URI.',

  callback_unusable:
    'The callback is no plain name of a function, which is all that may be called: correct it, or leave it out for JSON.',

  access_token_missing: 'No bearer token was sent: send Authorization: Bearer.',
  access_token_unknown:
    'The access token was not signed by this sandbox: sign in again, as after each of its starts.',
  access_token_expired: 'The access token has expired: renew it beforehand.',
  access_token_ended: 'The access token was revoked, or ended with its sign-in: sign in again.',
  access_token_orphaned:
    'The user or the client of the access token is no longer there: sign in again.',
  access_token_scope_missing:
    'The access token lacks a scope that this needs: ask for it at sign-in.',

  cors_origin_not_registered:
    'A page of this origin asked, and it is the origin of no redirect URI of the client: register one there.',
  cors_port_refused:
    'Origins with a port get no CORS headers from IMS here: see the row cors of the behavior.',
  cors_off: 'IMS gives no CORS headers at all here: see the row cors of the behavior.',
  cors_never:
    'IMS lets no page read this, whatever is registered: ask from a server, or write it down.',
  cors_policy_missing:
    'No CORS policy of AEM allows this origin at this path: correct alloworigin, alloworiginregexp or allowedpaths.',
  cors_policy_method:
    'The CORS policy allows the page, but not this method: add it to supportedmethods.',
  cors_policy_header:
    'The CORS policy allows the page, but not this header: add it to supportedheaders.',

  client_not_allow_listed:
    'The client id is not in the allow-list of api.yaml: add it to allowedClientIDs.',
  api_key_mismatch: 'x-api-key is not the client id of the access token: send that one.',
  product_profile_missing:
    'The user has no product profile that may read here: assign one, or expect nothing to be shown.',
  write_right_missing: 'The user’s product profiles may not write here: assign one that may.',
  doubled_slash:
    'The path has a doubled slash, as of a host name that ends in one: leave that one out.',
  zero_cursor: 'cursor=0 is no cursor of AEM: leave it out for the first page.',

  commerce_resource_missing:
    'No product profile of the user gives this resource of Commerce: assign one that does; the token is good, and another changes nothing.',
  commerce_organization_mismatch:
    'x-gw-ims-org-id is not the organization of the user, or the user belongs to none: correct it, or sign in as another.',
  commerce_path_unknown:
    'The path is not /<tenant id>/V1/…, /rest/V1/… or /rest/<store>/V1/…: correct it.',
  commerce_without_cors:
    'A page of another origin asked, and Commerce gives no CORS headers here, since nothing public says that it does: ask from a server.',
  async_not_served:
    'The path is right for Adobe, which answers it with 202 and does the work later; the sandbox does not serve it: call the path without /async.',
  rest_path:
    'This is the path of a server of one’s own, and of Adobe’s tutorial: Adobe Commerce as a Cloud Service documents /<tenant id>/V1.',
  store_unknown:
    'There is no store view of this code: list them at /V1/store/storeViews, or leave Store out for the default one.',
  search_criteria_missing:
    'The list was asked for without searchCriteria, which Commerce may refuse: send at least searchCriteria[pageSize].',
  search_criteria_ignored:
    'Commerce does not know this parameter of the search, and ignored it: correct its name.',
  page_past_end:
    'The page is past the end, where Commerce may repeat the last one: stop at total_count.',
  fields_malformed:
    'The parameter fields is no list of names such as items[sku,name],total_count, for which Commerce answers with an empty list: correct it.',
} as const

/** Whether this is the code of a hint. */
export function isHintCode(text: string): text is HintCode {
  return Object.hasOwn(hintMessages, text)
}

/** The codes of all hints. */
export const hintCodes: readonly HintCode[] = Object.keys(hintMessages).filter(isHintCode)

const maxAboutLength = 200

/** The hint as it may be seen. */
export function describeHint({ code, about }: NotedHint): Hint {
  return {
    code,
    message: hintMessages[code],
    ...(about !== undefined && { about: redactText(about).slice(0, maxAboutLength) }),
  }
}
