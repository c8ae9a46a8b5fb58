/** Parameters of a callback address or members of a token response, by name. */
export type Parameters = Readonly<Record<string, string>>

/** What was piped in. */
export type Input =
  | { readonly token: string }
  | {
      readonly parameters: Parameters
      readonly from: 'query' | 'fragment' | 'response'
      /** Scheme, host and path of a callback address. */
      readonly address?: string
    }

/** Tells a token from a callback address and from a token response; undefined for anything else. */
export function readInput(text: string): Input | undefined {
  const input = text.trim().replace(/^["']|["']$/g, '')
  const token = /^(?:Authorization:\s*)?(?:Bearer\s+)?([\w-]+(?:\.[\w-]*){2,4})$/i.exec(input)?.[1]
  if (token !== undefined) return { token }
  if (input.startsWith('{')) return readResponse(input)
  const url = URL.parse(input)
  if (!url) return undefined
  const fragment = new URLSearchParams(url.hash.replace(/^#.*\?|^#/, ''))
  const isInFragment = ['access_token', 'id_token', 'code', 'error'].some((name) =>
    fragment.has(name),
  )
  const parameters = Object.fromEntries(isInFragment ? fragment : url.searchParams)
  if (Object.keys(parameters).length === 0) return undefined
  const from = isInFragment ? 'fragment' : 'query'
  return { parameters, from, address: url.origin + url.pathname }
}

function readResponse(text: string): Input | undefined {
  try {
    const members = Object.entries(JSON.parse(text)).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    )
    return { parameters: Object.fromEntries(members), from: 'response' }
  } catch {
    return undefined
  }
}
