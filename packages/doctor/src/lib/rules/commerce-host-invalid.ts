import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

/** A region, and the environment where it is not production: `na1`, `na1-sandbox`. */
const commerceHost = /^[a-z]{2,}\d+(?:-[a-z\d]+)*\.api\.commerce\.adobe\.com$/

export const commerceHostInvalid: Rule = {
  code: 'commerce_host_invalid',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables.flatMap(({ name, value }) => {
      const { hostname } = URL.parse(value.trim()) ?? URL.parse(`https://${value.trim()}`) ?? {}
      if (!hostname || !isMeantForCommerce(hostname) || commerceHost.test(hostname)) return []
      return [
        {
          sentence: `${name} has the host ${hostname}, which is not the host of an Adobe Commerce instance.`,
          fix: 'Write <region>-<environment>.api.commerce.adobe.com, such as na1-sandbox.api.commerce.adobe.com, as Commerce Cloud Manager shows it.',
        },
      ]
    }),
}

function isMeantForCommerce(hostname: string): boolean {
  return /(?:^|\.)commerce\.adobe\.com$/.test(hostname)
}
