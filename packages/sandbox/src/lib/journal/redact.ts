import { readBasic } from '../wire/authorization.ts'
import { calculateEtag } from '../wire/etag.ts'

/**
 * Eight hexadecimal digits that are the same for the same secret: a test compares what two requests carried
 * without seeing it.
 */
export function fingerprint(value: string): string {
  return calculateEtag(value).slice(0, 8)
}

/** A secret as the journal shows it: its name and its fingerprint. */
export function redactValue(name: string, value: string): string {
  if (value === '') return ''
  const shown = `<${name} ${fingerprint(value)}>`
  secretsSeen?.set(shown, value)
  return shown
}

let secretsSeen: Map<string, string> | undefined

/** The secrets that are masked while something is shown, by what is shown in their place. */
export function collectSecrets(show: () => unknown): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>()
  secretsSeen = secrets
  try {
    show()
  } finally {
    secretsSeen = undefined
  }
  return secrets
}

/** A parameter of a query or a form. */
export function redactParameter(name: string, value: string): string {
  return isSecretName(name) ? redactValue(name, value) : redactText(value)
}

/** A URL with the secrets of its query and fragment masked; the path is masked as text. */
export function redactUrl(text: string): string {
  const [, start = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? []
  return redactText(start) + redactPairs(query, '?') + redactPairs(fragment, '#')
}

/** A header's value. */
export function redactHeader(name: string, value: string): string {
  if (name === 'cookie') return value.split(';').map(redactCookie).join('; ')
  if (name === 'set-cookie') return value.replace(/^[^;]*/, redactCookie)
  if (name === 'authorization' || name === 'proxy-authorization') return redactAuthorization(value)
  if (name === 'location' || name === 'referer') return redactUrl(value)
  if (/token|secret|password|assertion/.test(name)) return redactValue(name, value)
  return redactText(value)
}

/** A value of JSON, with the secrets in it masked, however deep; `harmless` is a name that is no secret here. */
export function redactJson(value: unknown, name = '', harmless?: string): unknown {
  if (typeof value === 'string') return redactParameter(name === harmless ? '' : name, value)
  if (Array.isArray(value)) return value.map((item: unknown) => redactJson(item, name, harmless))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactJson(item, key, harmless)]),
  )
}

/** Any other text: whatever looks like a secret in a form, a URL, JSON or a page is masked. */
export function redactText(text: string): string {
  return text
    .replaceAll(hiddenInput, (tag) =>
      tag.replace(/(\bvalue=")([^"]+)/i, (_, start: string, value: string) =>
        start.concat(redactValue('hidden', value)),
      ),
    )
    .replaceAll(pair, (_, name: string, middle: string, value: string) =>
      [name, middle, redactValue(baseName(name), value)].join(''),
    )
    .replaceAll(
      /\b(Bearer|Basic) +([\w.~+/=-]{8,})/gi,
      (_, scheme: string, value: string) => `${scheme} ${redactValue(scheme.toLowerCase(), value)}`,
    )
    .replaceAll(jwt, (token) => redactValue('token', token))
}

const hiddenInput = /<input\b[^>]*\btype="?hidden\b[^>]*>/gi

/** Names under which IMS, its clients and our own forms send what must not be seen. */
const secretNames = [
  'access_token',
  'actor_token',
  'assertion',
  'authenticating_token',
  'bearer_token',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'device_token',
  'id_token',
  'id_token_hint',
  'jwt_token',
  'password',
  'promise_token',
  'refresh_token',
  'secret',
  'secrets',
  'subject_token',
  'token',
  'user_password',
  'user_token',
] as const

const secretNameSet: ReadonlySet<string> = new Set(secretNames)

// `code_challenge` is the verifier itself where the method is `plain`, IMS's default.
function isSecretName(name: string): boolean {
  return secretNameSet.has(baseName(name)) || name === 'code_challenge'
}

/** `accessToken` and `access-token` are the same secret as `access_token`. */
function baseName(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()
}

const pair = new RegExp(
  `(?:(?<![\\w-])|(?<=%(?:25)*(?:3F|26|23)))(${[...secretNames, 'code_challenge', 'accessToken', 'refreshToken', 'idToken', 'clientSecret', 'codeVerifier'].join('|')})` +
    `(=|%(?:25)*3D|"\\s*:\\s*"|\\\\"\\s*:\\s*\\\\")([^\\s"'&<>\\\\#;%]{4,})`,
  'gi',
)

const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*/g

function redactPairs(part: string | undefined, mark: '?' | '#'): string {
  if (part === undefined || part.length <= 1) return part ?? ''
  if (!part.includes('=')) return redactText(part)
  const pairs = [...new URLSearchParams(part.slice(1))].map(
    ([name, value]) => `${encodeURIComponent(name)}=${redactedOrEncoded(name, value)}`,
  )
  return mark + pairs.join('&')
}

function redactedOrEncoded(name: string, value: string): string {
  return isSecretName(name) ? redactValue(name, value) : encodeURIComponent(redactText(value))
}

function redactCookie(text: string): string {
  const cookie = text.trim()
  const end = cookie.indexOf('=')
  if (end === -1) return redactValue('cookie', cookie)
  return `${cookie.slice(0, end)}=${redactValue('cookie', cookie.slice(end + 1))}`
}

function redactAuthorization(value: string): string {
  const [, scheme = '', credentials = ''] = /^(\S+) +(.*)$/s.exec(value) ?? []
  if (scheme === '') return redactValue('credentials', value)
  if (scheme.toLowerCase() !== 'basic') {
    return `${scheme} ${redactValue(scheme.toLowerCase(), credentials)}`
  }
  const pairOfBasic = readBasic(value)
  if (pairOfBasic === undefined || pairOfBasic.clientId === '') {
    return `${scheme} ${redactValue('basic', credentials)}`
  }
  return `${scheme} ${pairOfBasic.clientId}:${redactValue('client_secret', pairOfBasic.secret)}`
}
