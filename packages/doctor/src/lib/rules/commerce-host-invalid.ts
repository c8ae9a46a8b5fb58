import { applicationVariables } from '../place.ts'
import type { Observation, Rule } from '../rule.ts'

/** A region, and the environment where it is not production: `na1`, `na1-sandbox`. */
const commerceHost = /^[a-z]{2,}\d+(?:-[a-z\d]+)*\.api\.commerce\.adobe\.com$/

export const commerceHostInvalid: Rule = {
  code: 'commerce_host_invalid',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables.flatMap(({ name, value }) => {
      const { hostname } = URL.parse(value.trim()) ?? URL.parse(`https://${value.trim()}`) ?? {}
      if (!hostname || !isMeantForCommerce(hostname)) return []
      if (commerceHost.test(hostname)) {
        // An origin alone is completed by a tenant that is kept elsewhere.
        const isBase =
          !/(?:ORIGIN|HOST|HOSTNAME)$/i.test(name) &&
          !variables.some((other) => /TENANT/i.test(other.name))
        return isBase && isTenantMissing(value) ? [noTenant(name)] : []
      }
      return [
        {
          variable: name,
          sentence: `${name} has the host ${hostname}, which is not the host of an Adobe Commerce instance.`,
          fix: 'Write <region>-<environment>.api.commerce.adobe.com, such as na1-sandbox.api.commerce.adobe.com, as Commerce Cloud Manager shows it.',
        },
      ]
    }),
}

/** The first part of the path is the tenant. */
function isTenantMissing(value: string): boolean {
  const { pathname = '' } = URL.parse(value.trim()) ?? {}
  return /^\/*(?:(?:rest|V1|graphql)(?:\/|$)|$)/i.test(pathname)
}

function noTenant(name: string): Observation {
  return {
    variable: name,
    sentence: `${name} names no tenant after the host.`,
    fix: 'Add the tenant id that Commerce Cloud Manager shows with the instance, such as https://na1-sandbox.api.commerce.adobe.com/<tenant id>.',
  }
}

function isMeantForCommerce(hostname: string): boolean {
  return /(?:^|\.)commerce\.adobe\.com$/.test(hostname)
}
