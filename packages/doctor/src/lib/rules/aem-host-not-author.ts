import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const aemHostNotAuthor: Rule = {
  code: 'aem_host_not_author',
  severity: 'error',
  place: applicationVariables,
  observe: ({ aemHost, tier }) => {
    const url = aemHost && URL.parse(aemHost.value)
    const found = /^(publish|preview|delivery)-(p\d+-e\d+.*)$/.exec(url?.hostname ?? '')
    if (!aemHost || !found || tier !== 'author') return []
    return [
      {
        variable: aemHost.name,
        sentence: `${aemHost.name} is the ${found[1]} host, which does not serve folders, assets and content fragment models for authors.`,
        fix: `Write https://author-${found[2]}.`,
      },
    ]
  },
}
