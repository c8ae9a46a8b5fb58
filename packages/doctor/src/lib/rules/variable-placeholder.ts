import { applicationVariables } from '../place.ts'
import { isPlaceholder } from '../placeholder.ts'
import { ofOthers } from '../roles.ts'
import type { Rule } from '../rule.ts'

export const variablePlaceholder: Rule = {
  code: 'variable_placeholder',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables
      .filter(({ name, value }) => isPlaceholder(value) && !ofOthers.test(name))
      .map(({ name, value }) => ({
        variable: name,
        sentence: `${name} still holds the placeholder of an example.`,
        fix: `Put the value in place of ${value}.`,
      })),
}
