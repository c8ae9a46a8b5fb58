import {
  CommerceError,
  createCommerceClient,
  createSearchCriteria,
  iterateProducts,
  isTokenRejected,
  listStoreConfigurations,
} from '@mudbrick/commerce'
import { createServiceTokens } from '@mudbrick/ims'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createBearerFetch } from '@mudbrick/oauth'

const {
  CLIENT_ID = 'client-id-123',
  CLIENT_SECRET = '',
  COMMERCE = 'https://na1.api.commerce.adobe.com',
  IMS = 'production',
  ORGANIZATION = 'organization-id@AdobeOrg',
  TENANT = 'AbCdEf123456',
} = process.env

const ims = createImsClient({
  credential: 'server-to-server',
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  scopes: 'openid,AdobeID,email,profile,additional_info.roles,commerce.accs',
  environment: IMS,
})
const { getAccessToken } = createServiceTokens(ims)
const commerce = createCommerceClient({
  origin: COMMERCE,
  tenantId: TENANT,
  apiKey: CLIENT_ID,
  organizationId: ORGANIZATION,
  fetch: createBearerFetch({ getAccessToken, allowedOrigins: [COMMERCE], isTokenRejected }),
})

try {
  await listStores()
  await listTents()
} catch (error) {
  // Whatever else is thrown has to do with the network or with IMS, or is a mistake in this program.
  if (!(error instanceof CommerceError)) throw error
  console.error(error.resource ? `An administrator has to grant ${error.resource}.` : error.message)
  process.exitCode = 1
}

/** What Adobe's tutorial asks for to see whether a token works. */
async function listStores(): Promise<void> {
  for (const { code, locale } of await listStoreConfigurations(commerce)) {
    console.log(`${code}: ${locale}`)
  }
}

async function listTents(): Promise<void> {
  const criteria = createSearchCriteria()
    .where({ field: 'name', condition: 'like', value: '%tent%' })
    .between('price', 100, 300)
  for await (const product of iterateProducts(commerce, criteria, { fields: ['name', 'price'] })) {
    console.log(`${product.sku}: ${product.name}, ${product.price}`)
  }
}
