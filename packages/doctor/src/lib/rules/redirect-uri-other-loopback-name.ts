import { compareWithOrigin } from '../compare-with-origin.ts'
import type { Configuration } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import { isRegistered, matchesPattern, swapLoopbackName } from '../redirect-uri.ts'
import type { Observation, Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

/** `localhost` and `127.0.0.1` are two origins: what a page stores at one is not there at the other. */
export const redirectUriOtherLoopbackName: Rule = {
  code: 'redirect_uri_other_loopback_name',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) => {
    const byOrigin = compareLoopbackNames(configuration)
    if (byOrigin.length > 0) return byOrigin
    return configuration.redirectUri
      ? compareWithRegistration(configuration)
      : compareDefaultWithPatterns(configuration)
  },
}

function compareLoopbackNames(configuration: Configuration): readonly Observation[] {
  return compareWithOrigin(configuration, (redirect, origin, name) => {
    const swapped = swapLoopbackName(redirect.href)
    if (swapped === undefined || URL.parse(swapped)?.hostname !== origin.hostname) return []
    return [
      {
        variable: name,
        sentence: `${name} leads to ${redirect.hostname}, but the application is served at ${origin.hostname}, which to a browser is another origin.`,
        fix: `Write ${swapped}, and register the same in the Developer Console.`,
        change: { kind: 'variable', name, value: swapped },
      },
    ]
  })
}

function compareWithRegistration({
  redirectUri,
  credential,
}: Configuration): readonly Observation[] {
  if (!redirectUri || !credential || isRegistered(redirectUri.value, credential)) return []
  const swapped = swapLoopbackName(redirectUri.value)
  if (swapped === undefined || !isRegistered(swapped, credential)) return []
  return [
    {
      variable: redirectUri.name,
      sentence: `${redirectUri.name} is ${redirectUri.value}, but the credential is registered for ${swapped}, which to IMS and to a browser is another address.`,
      fix: `Write ${swapped}, and open the application at that name.`,
    },
  ]
}

/** Adobe's guide for Express registers both names: who comes back to the default finds nothing of the other's storage. */
function compareDefaultWithPatterns({ credential }: Configuration): readonly Observation[] {
  const uri = credential?.defaultRedirectUri
  const swapped = uri === undefined ? undefined : swapLoopbackName(uri)
  if (!credential || uri === undefined || swapped === undefined) return []
  if (matchesPattern(uri, credential) || !matchesPattern(swapped, credential)) return []
  return [
    {
      severity: 'warning',
      file: 'Developer Console',
      ...registeredAt(credential, 'defaultRedirectUri'),
      sentence: `The default redirect URI is ${uri}, but the patterns are for ${swapped}: a request without a redirect URI ends at the other origin, where the page finds nothing that it stored.`,
      fix: 'Send redirect_uri with each request, and register one of the two names in both places.',
    },
  ]
}
