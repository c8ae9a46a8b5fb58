import { redactHeader, redactJson, redactParameter, redactText } from '../../journal/redact.ts'
import type { Examined } from './examined.ts'

/** The request for a terminal. A secret stands as a variable of the shell, so that nothing secret is copied. */
export function writeCurl(exchange: Examined): string {
  const { recorded, url, query, form, requestJson } = exchange
  const isHashed = exchange.parameter('code_challenge_method') === 'S256'
  const parameter = ([name, value]: readonly [string, string]): string => {
    const isShown =
      (name === 'code_challenge' && isHashed) || redactParameter(name, value) === value
    return isShown ? quote(`${name}=${value}`) : `"${name}=$${variable(name)}"`
  }
  const method = recorded.method === 'GET' && form.length === 0 ? [] : ['-X', recorded.method]
  const isCurlType = form.length > 0
  const lines = [
    ['curl', ...authority(url), ...method, address(url)].join(' '),
    ...(query.length > 0 ? ['--url-query'] : []).flatMap((option) =>
      query.map((pair) => `${option} ${parameter(pair)}`),
    ),
    ...headerLines(exchange, isCurlType),
    ...form.map((pair) => `--data-urlencode ${parameter(pair)}`),
    ...bodyLines(requestJson),
  ]
  return lines.join(' \\\n  ')
}

function address({ origin, pathname }: URL): string {
  const isShown = redactText(pathname) === pathname
  return isShown ? quote(origin + pathname) : `"${origin}$PATH_WITH_SECRET"`
}

function bodyLines(json: unknown): readonly string[] {
  if (json === undefined) return []
  const text = JSON.stringify(json)
  return [`--data ${JSON.stringify(redactJson(json)) === text ? quote(text) : '"$BODY"'}`]
}

/** What only a browser sends, or curl sends itself. */
const leftOut =
  /^(?:host|connection|content-length|accept-encoding|accept-language|user-agent|cookie|sec-.*|dnt|priority|pragma|cache-control|te|upgrade-insecure-requests|referer)$/

function headerLines({ recorded }: Examined, isForm: boolean): readonly string[] {
  const lines: string[] = []
  for (let index = 0; index + 1 < recorded.requestHeaders.length; index += 2) {
    const name = recorded.requestHeaders[index] ?? ''
    const value = recorded.requestHeaders[index + 1] ?? ''
    if (leftOut.test(name) || (isForm && name === 'content-type')) continue
    lines.push(`-H ${headerText(name, value)}`)
  }
  return lines
}

function headerText(name: string, value: string): string {
  const [, scheme, credentials] = /^(Bearer|Basic) +(\S+)$/i.exec(value) ?? []
  if (name === 'authorization' && scheme !== undefined && credentials !== undefined) {
    const secret = scheme.toLowerCase() === 'basic' ? 'BASIC_CREDENTIALS' : 'ACCESS_TOKEN'
    return `"authorization: ${scheme} $${secret}"`
  }
  const isShown = redactHeader(name, value) === value
  return isShown ? quote(`${name}: ${value}`) : `"${name}: $${variable(name)}"`
}

/** The certificate is this computer's own, and curl does not know who has signed it. */
function authority({ protocol, hostname }: URL): readonly string[] {
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return protocol === 'https:' && isLocal ? ['--cacert ~/.mudbrick/certificate/ca.crt'] : []
}

function variable(name: string): string {
  return name.replaceAll(/\W+/g, '_').toUpperCase()
}

/** One word of a shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
