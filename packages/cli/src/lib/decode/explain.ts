import type { Parameters } from './read-input.ts'
import { formatDate, formatSpan, shorten, show } from './show.ts'
import type { Token } from './token.ts'

/** Name, value, and what the value means. */
export type Row = readonly [name: string, value: string, note?: string | undefined]

/** A part of the explanation. */
export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
  /** What is unusual. */
  readonly notes: readonly string[]
}

/** What a token says, and in which units. */
export function explainToken(name: string, token: Token, nowMs: number): Section {
  const { header, claims, isEncrypted } = token
  const head = Object.entries(header).map(
    ([key, value]) => [`${show(key)} (header)`, show(value)] as const,
  )
  if (!claims) {
    const why = explainUnreadable(isEncrypted, head.length > 0)
    return { title: `${name}: not readable`, rows: head, notes: [why] }
  }
  return {
    title: `${name}: ${describeKind(claims)}`,
    rows: [
      ...head,
      ...Object.entries(claims).map(
        ([key, value]) => [show(key), show(value), explainClaim(key, value)] as const,
      ),
      ...explainEnd(claims, nowMs),
    ],
    notes: listUnusual(token, claims),
  }
}

/** What a callback address or a token response says. */
export function explainParameters(
  {
    parameters,
    from,
    address,
  }: { readonly parameters: Parameters; readonly from: string; readonly address?: string },
  nowMs: number,
): Section {
  const title = address === undefined ? 'Token response' : `Callback to ${address}, in the ${from}`
  const rows = Object.entries(parameters).map(
    ([name, value]) =>
      [
        show(name),
        isSecret(name) ? shorten(value) : show(value),
        explainParameter(name, value, nowMs),
      ] as const,
  )
  return { title, rows, notes: listUnusualParameters(parameters, from) }
}

/** What an `Authorization: Basic` header says, but for the secret. */
export function explainBasic(clientId: string, secretLength: number): Section {
  return {
    title: 'Basic authentication of a client',
    rows: [
      ['client id', show(clientId)],
      ['client secret', `${secretLength} characters, not shown`],
    ],
    notes: [
      'It is the client’s secret in base64, which anyone can read: send it from a server to /ims/token/v3 and /ims/revoke only.',
    ],
  }
}

function isSecret(name: string): boolean {
  return /token|secret|password|assertion|verifier|code$/i.test(name) && !/type|expires/.test(name)
}

function explainUnreadable(isEncrypted: boolean, hasHeader: boolean): string {
  if (isEncrypted) return 'It is encrypted (JWE): only the service that it is for can read more.'
  return hasHeader
    ? 'Its middle part is no JSON, so that it is no token of IMS, or a part is missing.'
    : 'It is opaque, or a part of a token: only its issuer can tell what it stands for. The tokens of IMS are JWTs, in three parts that begin with eyJ.'
}

const kinds: Readonly<Record<string, string>> = {
  access_token: 'access token of IMS',
  refresh_token: 'refresh token of IMS',
  authorization_code: 'authorization code of IMS',
  service_token: 'service token of IMS',
  device_token: 'device token of IMS',
}

function describeKind(claims: Readonly<Record<string, unknown>>): string {
  const { type } = claims
  if (typeof type === 'string') return own(kinds, type) ?? `token of IMS of the type ${show(type)}`
  return 'iss' in claims && 'aud' in claims ? 'ID token' : 'token'
}

const meanings: Readonly<Record<string, string>> = {
  aa_id: 'the user’s Adobe account',
  as: 'the region of IMS that issued it',
  aud: 'the client that it is for',
  client_id: 'the client that it was issued to',
  fg: 'opaque to others than Adobe',
  iss: 'who issued it',
  nonce: 'compare it with the one that was sent',
  oto: 'good for one use only',
  rtid: 'the id of the refresh token beside it',
  scope: 'separated by commas',
  sid: 'the session at IMS',
  state: 'the state of the authorization request',
  sub: 'the user',
  user_id: 'the user, or the technical account',
}

/** Names come from outside: `constructor` must not find that of an object. */
function own(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}

function explainClaim(name: string, value: unknown): string | undefined {
  const number = Number(value)
  if (/^(?:exp|iat|nbf|auth_time)$/.test(name)) return `${formatDate(number * 1000)} (in seconds)`
  if (/^(?:created_at|rtea)$/.test(name))
    return `${formatDate(number)} (in milliseconds, as a text)`
  if (name === 'expires_in') return `${formatSpan(number)} (in milliseconds, as a text)`
  return own(meanings, name)
}

function explainEnd(claims: Readonly<Record<string, unknown>>, nowMs: number): readonly Row[] {
  const endsAt =
    'created_at' in claims && 'expires_in' in claims
      ? Number(claims['created_at']) + Number(claims['expires_in'])
      : Number(claims['exp']) * 1000
  if (!Number.isFinite(endsAt)) return []
  const distance = formatSpan(Math.abs(endsAt - nowMs))
  return [['ends', formatDate(endsAt), endsAt > nowMs ? `in ${distance}` : `${distance} ago`]]
}

function listUnusual(
  { header }: Token,
  claims: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { x5u, kid, alg } = header
  return [
    ...(typeof x5u === 'string' && !URL.canParse(x5u)
      ? [
          `x5u is a bare file name (${show(x5u)}) where RFC 7515 wants an address: strict JOSE libraries refuse the token before they look at the signature.`,
        ]
      : []),
    ...(typeof kid === 'string' && /-(?:at|rt)-\d+$/.test(kid)
      ? [
          `Its key (${show(kid)}) is not known to be among those that IMS publishes for ID tokens: ask /ims/validate_token/v1 or userinfo whether it is good.`,
        ]
      : []),
    ...(typeof claims['type'] === 'string' && !('exp' in claims)
      ? [
          'It has no exp: it ends at created_at + expires_in, both texts in milliseconds, while expires_in of the token response is in seconds.',
        ]
      : []),
    ...(claims['type'] === 'authorization_code'
      ? [
          'A code is good once, for the client, redirect URI and verifier that it was asked with; IMS’s are JWTs, which others’ are not.',
        ]
      : []),
    ...(claims['type'] === 'refresh_token'
      ? ['Each use gives a new refresh token, and ends this one: store the new one first.']
      : []),
    ...(alg === 'none' ? ['It is unsigned (alg "none"): do not trust it.'] : []),
  ]
}

const errors: Readonly<Record<string, string>> = {
  access_denied: 'the user refused, or closed the consent page',
  consent_required: 'prompt=none, and the user has not consented yet',
  interaction_required: 'prompt=none, and IMS has to show a page',
  invalid_client: 'IMS does not know the client, or its secret is another',
  invalid_grant: 'the code or the refresh token was used, has ended, or is of another client',
  invalid_request: 'a parameter is missing or wrong, often redirect_uri or code_challenge',
  invalid_scope: 'the credential may not ask for one of the scopes',
  login_required: 'prompt=none, and no user is signed in',
  server_error: 'IMS failed: try again',
  temporarily_unavailable: 'IMS is busy: try again later',
  unauthorized_client: 'the type of the credential does not allow this request',
  unsupported_grant_type: 'the type of the credential does not allow this grant',
  unsupported_response_type: 'IMS does not know the response_type',
}

function explainParameter(name: string, value: string, nowMs: number): string | undefined {
  if (name === 'error') return own(errors, value)
  if (name === 'state') return 'compare it with the one that was sent'
  if (name === 'code') return 'good once; exchange it at /ims/token/v3'
  if (name !== 'expires_in') return undefined
  const isLong = Number(value) > longestSeconds
  const span = Number(value) * (isLong ? 1 : 1000)
  return `${formatSpan(span)}, until ${formatDate(nowMs + span)} if it came just now (in ${isLong ? 'milliseconds' : 'seconds'})`
}

/** No token of IMS lives for a month, so a greater number counts in milliseconds. */
const longestSeconds = 30 * 86_400

function listUnusualParameters(parameters: Parameters, from: string): readonly string[] {
  return [
    ...(from !== 'response' && parameters['state'] === undefined
      ? ['There is no state: the request had none, and any page could have made this address.']
      : []),
    ...(Number(parameters['expires_in']) > longestSeconds
      ? [
          'expires_in is in milliseconds, as versions 1 of IMS and the exchange of a JWT have it; /ims/token/v3 counts in seconds.',
        ]
      : []),
    ...(from === 'response' && 'access_token' in parameters && !('refresh_token' in parameters)
      ? [
          'There is no refresh_token: offline_access was not asked for, or the credential does not get any.',
        ]
      : []),
  ]
}
