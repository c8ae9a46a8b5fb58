import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { observeSource } from './source-place.ts'

export const secretInFrontEndVariable: Rule = {
  code: 'secret_in_front_end_variable',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) => [
    ...configuration.variables
      .filter(
        ({ name, value }) =>
          publicPrefix.test(name) && (secretName.test(name) || /^p8e-[\w-]{8,}$/.test(value)),
      )
      .map(({ name }) => ({
        variable: name,
        sentence: `${name} is built into the page, where every visitor can read it.`,
        fix: `Remove ${name} and replace the secret that it held in the Developer Console: a single-page app has none.`,
      })),
    ...observeSource(configuration, 'variable-read', ({ name }) => {
      const isKnown = configuration.variables.some((variable) => variable.name === name)
      if (
        isKnown ||
        !publicPrefix.test(name) ||
        !/CLIENT_?SECRET|IMS_SECRET|ADOBE_SECRET/i.test(name)
      )
        return undefined
      return {
        sentence: `${name} is read from a variable that is built into the page, where every visitor can read it.`,
        fix: `Remove ${name} and replace the secret that it held in the Developer Console: a single-page app has none.`,
      }
    }),
  ],
}

/** The prefixes by which build tools tell what goes into the page. */
const publicPrefix = /^(?:REACT_APP|VITE|NEXT_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY)_/
const secretName = /SECRET|PASSWORD|PASSPHRASE|PRIVATE_?KEY|ACCESS_TOKEN$|REFRESH_TOKEN$/i
