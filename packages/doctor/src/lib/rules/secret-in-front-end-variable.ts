import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const secretInFrontEndVariable: Rule = {
  code: 'secret_in_front_end_variable',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables
      .filter(
        ({ name, value }) =>
          publicPrefix.test(name) && (secretName.test(name) || /^p8e-[\w-]{8,}$/.test(value)),
      )
      .map(({ name }) => ({
        variable: name,
        sentence: `${name} is built into the page, where every visitor can read it.`,
        fix: `Remove ${name} and replace the secret that it held in the Developer Console: a single-page app has none.`,
      })),
}

/** The prefixes by which build tools tell what goes into the page. */
const publicPrefix = /^(?:REACT_APP|VITE|NEXT_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY)_/
const secretName = /SECRET|PASSWORD|PASSPHRASE|PRIVATE_?KEY|ACCESS_TOKEN$|REFRESH_TOKEN$/i
