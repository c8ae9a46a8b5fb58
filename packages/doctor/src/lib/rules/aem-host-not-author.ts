import { applicationVariables } from '../place.ts'
import type { Configuration } from '../configuration.ts'
import type { Rule } from '../rule.ts'

export const aemHostNotAuthor: Rule = {
  code: 'aem_host_not_author',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) => {
    const { aemHost, tier } = configuration
    if (!callsAuthor(configuration)) return []
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

/** Persisted queries and delivery are asked of publish, and rightly. */
function callsAuthor({ aemHost, calls, scopes }: Configuration): boolean {
  return (
    aemHost?.name === 'REACT_APP_AEM_ASSET_HOSTNAME' ||
    calls.some(({ path }) => /^\/adobe\/(?:sites|folders|assets)(?:\/|$)/.test(path)) ||
    scopes?.names.some((name) => name.startsWith('aem.')) === true
  )
}
