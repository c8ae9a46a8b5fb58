import { applicationVariables } from '../place.ts'
import { isPlaceholder } from '../placeholder.ts'
import type { Rule } from '../rule.ts'

export const variablePlaceholder: Rule = {
  code: 'variable_placeholder',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables
      .filter(({ value }) => isPlaceholder(value))
      .map(({ name, value }) => ({
        variable: name,
        sentence: `${name} still holds the placeholder of an example.`,
        fix: `Put the value in place of ${value}.`,
      })),
}
