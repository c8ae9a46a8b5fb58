import type { Page } from './page.ts'

// RFC 6749 §4.1.2 and RFC 9207 §2; the tokens are of flows that this session never asks for, but an
// address bar is no place for them either.
const responseParameters = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'access_token',
  'id_token',
]

/** An authorization response in an address, and the address without it. */
export interface FoundResponse {
  readonly response: URLSearchParams
  readonly rest: URL
}

/**
 * Finds the authorization response of an address, in the query or else the fragment. What belongs to
 * the app stays in `rest`, byte for byte.
 */
export function findAuthorizationResponse(address: URL): FoundResponse | undefined {
  const part = (['search', 'hash'] as const).find((name) => isResponse(address[name].slice(1)))
  if (!part) return undefined

  const text = address[part].slice(1)
  const response = new URLSearchParams(text)
  const rest = new URL(address)
  rest[part] = text.split('&').filter(isOfTheApp).join('&')
  return { response, rest }
}

/** Finds the authorization response of the page's address and removes it from the address bar. */
export function takeAuthorizationResponse(
  page: Pick<Page, 'getAddress' | 'replaceAddress'>,
): URLSearchParams | undefined {
  const found = findAuthorizationResponse(page.getAddress())
  if (found) page.replaceAddress(found.rest)
  return found?.response
}

function isResponse(text: string): boolean {
  const parameters = new URLSearchParams(text)
  return ['code', 'state', 'error'].some((name) => parameters.has(name))
}

function isOfTheApp(parameter: string): boolean {
  return [...new URLSearchParams(parameter).keys()].every(
    (name) => !responseParameters.includes(name),
  )
}
