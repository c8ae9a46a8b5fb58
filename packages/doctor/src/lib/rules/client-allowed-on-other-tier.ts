import { clientAllowListFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const clientAllowedOnOtherTier: Rule = {
  code: 'client_allowed_on_other_tier',
  severity: 'error',
  place: clientAllowListFile,
  observe: ({ clientId, clientAllowList, tier }) => {
    if (!clientId || !clientAllowList) return []
    const tiers = allTiers.filter((name) =>
      clientAllowList.clientIds[name].includes(clientId.value),
    )
    if (tiers.length === 0 || tiers.includes(tier)) return []
    return [
      {
        ...clientAllowList.positions[tiers[0] ?? 'all'],
        sentence: `${clientAllowList.file} lists the client id ${clientId.value} for ${tiers.join(' and ')}, but the application calls ${tier}.`,
        fix: `Add it to data.allowedClientIDs.${tier} too.`,
      },
    ]
  },
}

const allTiers = ['author', 'publish', 'preview'] as const
