import { compareWithOrigin } from '../compare-with-origin.ts'
import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const redirectUriOtherPort: Rule = {
  code: 'redirect_uri_other_port',
  // It works by luck: where IMS answers at a default redirect URI that the application is served at.
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) =>
    compareWithOrigin(configuration, (redirect, origin, name) => {
      const [port, servedPort] = [portOf(redirect), portOf(origin)]
      if (port === servedPort) return []
      return [
        {
          variable: name,
          sentence: `${name} leads to port ${port}, but the application is served at port ${servedPort}.`,
          fix: `Write ${withPort(redirect, servedPort)}, and register the same in the Developer Console.`,
          change: { kind: 'variable', name, value: withPort(redirect, servedPort) },
        },
      ]
    }),
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port
  return protocol === 'https:' ? '443' : '80'
}

function withPort(redirect: URL, port: string): string {
  const url = new URL(redirect)
  url.port = port
  return url.href
}
