import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const aemHostTrailingSlash: Rule = {
  code: 'aem_host_trailing_slash',
  severity: 'warning',
  place: applicationVariables,
  observe: ({ writtenAemHost: aemHost, source }) => {
    const url = aemHost && URL.parse(aemHost.value)
    if (!url || !/^\/+$/.test(url.pathname) || !aemHost.value.endsWith('/')) return []
    if (source.some((fact) => fact.kind === 'host-trimmed' && fact.name === aemHost.name)) return []
    return [
      {
        variable: aemHost.name,
        sentence: `${aemHost.name} ends with a slash, so that a program which appends a path asks for //adobe/… with two.`,
        fix: `Write ${url.origin}.`,
        change: { kind: 'variable', name: aemHost.name, value: url.origin },
      },
    ]
  },
}
