import { compareWithOrigin } from '../compare-with-origin.ts'
import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const redirectUriOtherScheme: Rule = {
  code: 'redirect_uri_other_scheme',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) =>
    compareWithOrigin(configuration, (redirect, origin, name) =>
      redirect.protocol === origin.protocol
        ? []
        : [
            {
              variable: name,
              sentence: `${name} is ${redirect.protocol.slice(0, -1)}, but the application is served over ${origin.protocol.slice(0, -1)}.`,
              fix: 'Set HTTPS=true, and write https in the redirect URI.',
            },
          ],
    ),
}
