/** Parameters of a callback address or members of a token response, by name. */
export type Parameters = Readonly<Record<string, string>>

/** What was piped in. */
export type Input =
  | { readonly token: string }
  /** The client and the length of its secret, of an `Authorization: Basic` header. */
  | { readonly clientId: string; readonly secretLength: number }
  | {
      readonly parameters: Parameters
      readonly from: 'query' | 'fragment' | 'response'
      /** Scheme, host and path of a callback address. */
      readonly address?: string
    }

/** Tells a token from a header, a callback address and a token response; undefined for anything else. */
export function readInput(text: string): Input | undefined {
  const input = text
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim()
  if (input.startsWith('{')) return readResponse(input)
  const header = /\bAuthorization["']?\s*:\s*["']?(Bearer|Basic)\s+([\w.~+/=-]+)/i.exec(input)
  if (header) return readHeader(header[1] ?? '', header[2] ?? '')
  return readToken(input) ?? readCallback(input)
}

function readHeader(scheme: string, value: string): Input | undefined {
  if (/^bearer$/i.test(scheme)) return { token: value }
  const [clientId = '', ...secret] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return secret.length === 0 ? undefined : { clientId, secretLength: secret.join(':').length }
}

/** A terminal breaks a long token into lines. A text without dots is a token when it says so, or is as long as one. */
function readToken(input: string): Input | undefined {
  const bearer = /^Bearer\s+([\w.~+/=-]+)$/i.exec(input)?.[1]
  if (bearer !== undefined) return { token: bearer }
  const token = input.replaceAll(/\s+/g, '')
  if (/^[\w-]+(?:\.[\w-]*){2,4}$/.test(token) && /^eyJ|^\S+$/.test(input)) return { token }
  return /^[\w-]{32,}$/.test(input) ? { token: input } : undefined
}

const callbackNames = ['access_token', 'id_token', 'code', 'error', 'refresh_token']

/** A whole address, the line of a log that has its path, or its query or fragment alone. */
function readCallback(input: string): Input | undefined {
  const line = /^(?:(?:GET|POST)\s+)?(\S+)(?:\s+HTTP\/\S+)?$/.exec(input)?.[1]
  if (line === undefined) return undefined
  const isAlone = /^[?#]?[\w.]+=/.test(line)
  const text = isAlone ? line.replace(/^(?=\w)/, '?') : line
  const url = URL.parse(text, /^[/?#]/.test(text) ? 'path://callback' : undefined)
  if (!url) return undefined
  // The browser library has a fragment of its own, #old_hash=…&from_ims=true?…, to which IMS appends.
  const fragment = new URLSearchParams(url.hash.replace(/^#.*\?|^#/, ''))
  const isInFragment = callbackNames.some((name) => fragment.has(name))
  const parameters = Object.fromEntries(isInFragment ? fragment : url.searchParams)
  if (Object.keys(parameters).length === 0) return undefined
  if (isAlone && !callbackNames.some((name) => name in parameters)) return undefined
  const scheme = url.protocol === 'path:' ? '' : `${url.protocol}//${url.host}`
  return {
    parameters,
    from: isInFragment ? 'fragment' : 'query',
    address: `${scheme}${url.pathname}` || 'an address',
  }
}

function readResponse(text: string): Input | undefined {
  try {
    const members = Object.entries(JSON.parse(text)).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    )
    if (members.length === 0) return undefined
    return { parameters: Object.fromEntries(members), from: 'response' }
  } catch {
    return undefined
  }
}
