import { applicationVariables } from '../place.ts'
import { isLoopback } from '../redirect-uri.ts'
import type { Rule } from '../rule.ts'

export const addressInsecure: Rule = {
  code: 'address_insecure',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables, redirectUri }) =>
    variables.flatMap(({ name, value }) => {
      const url = URL.parse(value)
      if (!name.startsWith('REACT_APP_') || name === redirectUri?.name) return []
      if (url?.protocol !== 'http:' || isLoopback(url)) return []
      return [
        {
          sentence: `${name} is plain http, so others on the network can read the access token.`,
          fix: `Write https://${url.host}${url.pathname === '/' ? '' : url.pathname}.`,
        },
      ]
    }),
}
