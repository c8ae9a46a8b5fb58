import type { Configuration } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import { isRegistered, swapLoopbackName } from '../redirect-uri.ts'
import type { Observation, Rule } from '../rule.ts'

/**
 * IMS does not refuse an address that no pattern matches: it sends the user to the default one, and
 * the token request, which names the other, fails.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation
 */
export const redirectUriNotRegistered: Rule = {
  code: 'redirect_uri_not_registered',
  severity: 'error',
  place: applicationVariables,
  observe: observeUnregistered,
}

function observeUnregistered({ redirectUri, credential }: Configuration): readonly Observation[] {
  if (!redirectUri || !credential?.patternSources) return []
  const { patterns, patternSources, defaultRedirectUri } = credential
  if (isRegistered(redirectUri.value, credential) || patterns.length < patternSources.length) {
    return []
  }
  const swapped = swapLoopbackName(redirectUri.value)
  if (swapped !== undefined && isRegistered(swapped, credential)) return []

  const otherwise = defaultRedirectUri ?? 'the default redirect URI'
  return [
    {
      variable: redirectUri.name,
      sentence: `${redirectUri.name} is ${redirectUri.value}, which no redirect URI pattern of the credential matches: IMS silently sends the user to ${otherwise} instead.`,
      fix: `Write ${defaultRedirectUri ?? 'a registered address'}, or add a pattern for this one in the Developer Console.`,
    },
  ]
}
