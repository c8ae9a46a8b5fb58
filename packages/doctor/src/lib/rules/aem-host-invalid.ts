import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'

export const aemHostInvalid: Rule = {
  code: 'aem_host_invalid',
  severity: 'error',
  place: applicationVariables,
  observe: ({ aemHost }) => {
    if (!aemHost) return []
    const url = URL.parse(aemHost.value)
    const isHost = url !== null && /^https?:$/.test(url.protocol)
    if (isHost && /^\/*$/.test(url.pathname) && !/[?#@]/.test(aemHost.value)) return []
    return [
      {
        variable: aemHost.name,
        sentence: `${aemHost.name} is not a scheme and a host alone.`,
        fix: `Write ${isHost ? url.origin : 'https://author-p<program>-e<environment>.adobeaemcloud.com'}.`,
      },
    ]
  },
}
