import type { Configuration } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import { isLoopback, matchesPattern } from '../redirect-uri.ts'
import type { Observation, Rule } from '../rule.ts'

export const redirectUriInsecure: Rule = {
  code: 'redirect_uri_insecure',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) => observeHttp(configuration, false),
}

/** IMS takes plain HTTP for `localhost` in a pattern, while testing. */
export const redirectUriInsecureLoopback: Rule = {
  code: 'redirect_uri_insecure_loopback',
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) => observeHttp(configuration, true),
}

function observeHttp(
  { redirectUri, credential }: Configuration,
  onLoopback: boolean,
): readonly Observation[] {
  const url = redirectUri && URL.parse(redirectUri.value)
  if (!redirectUri || url?.protocol !== 'http:' || isLoopback(url) !== onLoopback) return []
  if (onLoopback && credential && matchesPattern(redirectUri.value, credential)) return []
  return [
    {
      variable: redirectUri.name,
      sentence: onLoopback
        ? `${redirectUri.name} is plain http, which IMS takes only from a pattern, only on this computer and only for tests.`
        : `${redirectUri.name} is plain http, which IMS does not take.`,
      fix: onLoopback
        ? 'Serve the application over TLS and write https, as the default redirect URI needs it anyway.'
        : 'Write https, here and in the Developer Console.',
    },
  ]
}
