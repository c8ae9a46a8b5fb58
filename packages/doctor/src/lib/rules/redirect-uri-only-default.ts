import { developerConsole } from '../place.ts'
import { isDefault, matchesPattern } from '../redirect-uri.ts'
import type { Rule } from '../rule.ts'

export const redirectUriOnlyDefault: Rule = {
  code: 'redirect_uri_only_default',
  severity: 'advice',
  place: developerConsole,
  observe: ({ redirectUri, credential }) => {
    if (!redirectUri || !credential?.patternSources) return []
    if (!isDefault(redirectUri.value, credential)) return []
    if (matchesPattern(redirectUri.value, credential)) return []
    return [
      {
        sentence: `${redirectUri.name} works only because it is the default redirect URI: no pattern matches it.`,
        fix: 'Add it as a pattern in the Developer Console, so that a second address does not break the first.',
      },
    ]
  },
}
