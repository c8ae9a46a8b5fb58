import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { inSource, observeSource } from './source-place.ts'

/** @see https://developer.adobe.com/experience-cloud/experience-manager-apis/ */
export const apiKeyMissing: Rule = {
  code: 'api_key_missing',
  severity: 'warning',
  place: inSource,
  observe: ({ calls }) => {
    const lacking = calls.filter(
      ({ path, headers, areHeadersKnown, place }) =>
        place !== undefined &&
        areHeadersKnown &&
        /^\/adobe\/(?:folders|assets)(?:\/|$)/.test(path) &&
        headers.some((name) => name.toLowerCase() === 'authorization') &&
        !headers.some((name) => name.toLowerCase() === 'x-api-key'),
    )
    return lacking.map(({ method, path, place }) => ({
      ...place,
      sentence: `${method} ${path} is sent without X-Api-Key, which the APIs of folders and assets ask for beside the token.`,
      fix: 'Send the header X-Api-Key with the client id, and list it in supportedheaders where a page sends it.',
    }))
  },
}

/** @see https://developer.adobe.com/commerce/webapi/rest/ */
export const commerceAdminToken: Rule = {
  code: 'commerce_admin_token',
  severity: 'error',
  place: inSource,
  observe: (configuration) => {
    const isCloudService =
      configuration.variables.some(({ value }) => isAccs(value)) ||
      configuration.source.some((fact) => fact.kind === 'address' && isAccs(fact.value))
    return observeSource(configuration, 'commerce-path', ({ path, host }) => {
      if (!/\/integration\/(?:admin|customer)\/token/.test(path)) return undefined
      if (host === undefined ? !isCloudService : !isAccs(host)) return undefined
      return {
        sentence: `${path} asks for a token of Commerce itself, which Adobe Commerce as a Cloud Service does not give: it takes the access tokens of IMS.`,
        fix: 'Sign in with IMS (a user, or client_credentials for a service), and send that token as Bearer.',
      }
    })
  },
}

function isAccs(value: string): boolean {
  return value.includes('.api.commerce.adobe.com')
}

/** Adobe's own pages write it both ways. */
export const commerceHostWithoutEnvironment: Rule = {
  code: 'commerce_host_without_environment',
  severity: 'advice',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables.flatMap(({ name, value }) => {
      const host = /(?:^|\/\/)([a-z]{2,}\d+)\.api\.commerce\.adobe\.com(?:[:/]|$)/.exec(value)?.[1]
      if (host === undefined) return []
      return [
        {
          variable: name,
          sentence: `${name} names the region ${host} and no environment, as only instances in production can be reached.`,
          fix: `Compare it with Commerce Cloud Manager: the host of a sandbox is ${host}-sandbox.api.commerce.adobe.com.`,
        },
      ]
    }),
}

/** A secret of the Developer Console begins with `p8e-`; a client id never does. */
export const clientIdIsSecret: Rule = {
  code: 'client_id_is_secret',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables.flatMap(({ name, value }) =>
      /CLIENT_*ID$|API_?KEY$/i.test(name) && value.trim().startsWith('p8e-')
        ? [
            {
              variable: name,
              sentence: `${name} holds a client secret (it begins with p8e-), not a client id.`,
              fix: 'Put the client id there, and the secret into its own variable: the two are probably swapped.',
            },
          ]
        : [],
    ),
}
