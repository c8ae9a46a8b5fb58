import { isPlaceholder } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const variablePlaceholder: Rule = {
  code: 'variable_placeholder',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) =>
    variables
      .filter(({ value }) => isPlaceholder(value))
      .map(({ name, value }) => ({
        sentence: `${name} still holds the placeholder of the example file.`,
        fix: `Put the value in place of ${value}.`,
      })),
}
