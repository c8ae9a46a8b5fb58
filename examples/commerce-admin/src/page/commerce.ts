import { type CommerceClient, createCommerceClient } from '@mudbrick/commerce'

import type { OwnServer } from './own-server.ts'

/**
 * Commerce, by way of this app's server: `/commerce/V1/…` there is `/<tenant id>/V1/…` at Adobe. The server adds the
 * user's access token, which this page never sees.
 */
export function createProxiedCommerce(origin: string, { fetch }: OwnServer): CommerceClient {
  return createCommerceClient({ origin, tenantId: 'commerce', fetch })
}
