import type { Access } from './access.ts'
import type { Exchange } from './contract.ts'

/** The contract is written with the sandbox's tenant, product, asset, organization and app; a user has others. */
export function placeAtUser(exchange: Exchange, access: Access): Exchange {
  const { sku, assetId, commerce = '', folder, organization, app } = access
  const replaced: readonly (readonly [string, string | undefined])[] = [
    ['{commerce}/wknd-tenant', commerce],
    ['{commerce}', URL.parse(commerce)?.origin],
    ['/WKND-CAP-RED', sku === undefined ? undefined : `/${encodeURIComponent(sku)}`],
    ['"WKND-CAP-RED"', sku === undefined ? undefined : JSON.stringify(sku)],
    ['urn:aaid:aem:000000a0-0000-4000-8000-000000000000', assetId],
    ['/content/dam/wknd-shared', folder],
    ['57AB1E0000000000000000A0@AdobeOrg', organization],
    ['"57AB1E0000000000000000A0"', JSON.stringify(organization?.replace(/@.*$/, ''))],
    ['"wknd-service"', '"{clientId}"'],
    ['"https://localhost:3001"', JSON.stringify(URL.parse(app?.redirectUri ?? '')?.origin)],
  ]
  const written = replaced.reduce(
    (text, [ours, theirs]) =>
      theirs === undefined ? text : text.replaceAll(ours, escapeAsIn(ours, theirs)),
    JSON.stringify({ request: exchange.request, response: exchange.response }),
  )
  return { ...exchange, ...JSON.parse(written) }
}

/** A value stands within a text of JSON, or is one. */
function escapeAsIn(ours: string, theirs: string): string {
  return ours.startsWith('"') ? theirs : JSON.stringify(theirs).slice(1, -1)
}
