import { clientAllowListFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const clientAllowedOnOtherTier: Rule = {
  code: 'client_allowed_on_other_tier',
  severity: 'error',
  place: clientAllowListFile,
  observe: ({ clientId, clientAllowList, tier }) => {
    if (!clientId || !clientAllowList) return []
    const tiers = Object.entries(clientAllowList.clientIds)
      .filter(([, clientIds]) => clientIds.includes(clientId.value))
      .map(([name]) => name)
    if (tiers.length === 0 || tiers.includes(tier)) return []
    return [
      {
        sentence: `${clientAllowList.file} lists the client id ${clientId.value} for ${tiers.join(' and ')}, but the application calls ${tier}.`,
        fix: `Add it to data.allowedClientIDs.${tier} too.`,
      },
    ]
  },
}
