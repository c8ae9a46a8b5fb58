import { clientAllowListFile } from '../place.ts'
import type { Rule } from '../rule.ts'

/** @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis */
export const clientNotAllowed: Rule = {
  code: 'client_not_allowed',
  severity: 'error',
  place: clientAllowListFile,
  observe: ({ clientId, clientAllowList, tier }) => {
    if (!clientId || !clientAllowList) return []
    if (Object.values(clientAllowList.clientIds).flat().includes(clientId.value)) return []
    return [
      {
        ...(clientAllowList.positions[tier] ?? clientAllowList.positions.all),
        sentence: `${clientAllowList.file} does not list the client id ${clientId.value} of ${clientId.name}, so that AEM answers 403 to it.`,
        fix: `Add it to data.allowedClientIDs.${tier}; a rapid development environment takes the file by its command line tool, not by a pipeline.`,
      },
    ]
  },
}
