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

/**
 * Takes the authorization response out of the page's address, from the query or else the fragment,
 * and leaves there what belongs to the app; undefined when there is none.
 */
export function takeAuthorizationResponse(
  page: Pick<Page, 'getAddress' | 'replaceAddress'>,
): URLSearchParams | undefined {
  const address = page.getAddress()
  const fragment = new URLSearchParams(address.hash.slice(1))
  const found = [address.searchParams, fragment].find(isAuthorizationResponse)
  if (!found) return undefined

  const response = new URLSearchParams(found)
  for (const name of responseParameters) found.delete(name)
  if (found === fragment) address.hash = fragment.toString()
  page.replaceAddress(address)
  return response
}

function isAuthorizationResponse(parameters: URLSearchParams): boolean {
  return ['code', 'state', 'error'].some((name) => parameters.has(name))
}
