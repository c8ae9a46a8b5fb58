import { applicationVariables } from '../place.ts'
import { isLoopback } from '../redirect-uri.ts'
import type { Rule } from '../rule.ts'

/** A variable of the tutorial, or a host of Adobe's under any name. */
function isOfAdobe(name: string, url: URL | null): boolean {
  return (
    name.startsWith('REACT_APP_') || /\.adobe(?:aemcloud|login)?\.com$/.test(url?.hostname ?? '')
  )
}

export const addressInsecure: Rule = {
  code: 'address_insecure',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables, redirectUri }) =>
    variables.flatMap(({ name, value }) => {
      const url = URL.parse(value)
      if (name === redirectUri?.name || !isOfAdobe(name, url)) return []
      if (url?.protocol !== 'http:' || isLoopback(url)) return []
      return [
        {
          variable: name,
          sentence: `${name} is plain http, so others on the network can read the access token.`,
          fix: `Write https://${url.host}${url.pathname === '/' ? '' : url.pathname}.`,
        },
      ]
    }),
}
