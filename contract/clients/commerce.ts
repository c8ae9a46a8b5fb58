import {
  createSearchCriteria,
  iterateProducts,
  listProducts,
  listStoreConfigurations,
  listStoreGroups,
  listStoreViews,
  listWebsites,
  readProduct,
} from '@mudbrick/commerce'

import { drive, type Drives } from './drive.ts'

/** A role that lacks a resource gets 401; another sign-in does not help. */
function refused(status: number, message: unknown, resource?: string): unknown {
  const needsInteraction = status === 401 && resource === undefined
  const problem = message === undefined ? {} : { message }
  const name = 'CommerceError'
  return { name, code: 'http_error', status, problem, resource, retryable: false, needsInteraction }
}

/** Without a size of a page Commerce answers with the whole catalog; the client asks for 100. */
const firstPage = { query: { 'searchCriteria[pageSize]': '100' } }

/** Commerce writes instants in UTC without saying so; here they are epoch milliseconds. */
const redCap = {
  sku: 'WKND-CAP-RED',
  id: 1,
  name: 'Red Cap',
  attributeSetId: 4,
  price: 19,
  isEnabled: true,
  visibility: 4,
  typeId: 'simple',
  weight: 0.2,
  createdAt: Date.UTC(2025, 2, 1, 9),
  updatedAt: Date.UTC(2025, 8, 15, 14, 30),
  customAttributes: { color: 'red', activity: 'hiking,running' },
  extensionAttributes: { website_ids: [1, 2], stock_item: { qty: 140 } },
}
const blueCap = { sku: 'WKND-CAP-BLUE', name: 'Blue Cap', price: 19, isEnabled: true }

const caps = createSearchCriteria()
  .where({ field: 'sku', condition: 'like', value: 'WKND-CAP%' })
  .sortBy('name')
  .page(1, 2)

const configurations = {
  length: 3,
  0: {
    id: 1,
    code: 'default',
    websiteId: 1,
    locale: 'en_US',
    baseCurrencyCode: 'USD',
    defaultDisplayCurrencyCode: 'USD',
    timezone: 'America/New_York',
    weightUnit: 'lbs',
    addresses: {
      base: 'http://shop.wknd.test/',
      link: 'http://shop.wknd.test/',
      static: 'http://shop.wknd.test/static/',
      media: 'http://shop.wknd.test/media/',
    },
    secureAddresses: {
      base: 'https://shop.wknd.test/',
      link: 'https://shop.wknd.test/',
      static: 'https://shop.wknd.test/static/',
      media: 'https://shop.wknd.test/media/',
    },
  },
}

export const commerceDrives: Drives = {
  'commerce/product.json': {
    'one product': drive(
      readProduct,
      (call, { commerce }) => call(commerce(), 'WKND-CAP-RED'),
      redCap,
    ),
    'a product that there is not': drive(
      readProduct,
      (call, { commerce }) => call(commerce(), 'WKND-NONE'),
      refused(
        404,
        "The product that was requested doesn't exist. Verify the product and try again.",
      ),
    ),
  },
  'commerce/products.json': {
    'criteria as the OpenAPI description spells them': [
      drive(listProducts, (call, { commerce }) => call(commerce(), caps), {
        items: { length: 2, 0: blueCap, 1: redCap },
        totalCount: 2,
      }),
      drive(iterateProducts, (call, { commerce }) => call(commerce(), caps).next(), {
        value: blueCap,
        done: false,
      }),
    ],
    'parts of the answer': drive(
      listProducts,
      (call, { commerce }) => call(commerce(), { pageSize: 2 }, { fields: ['name'] }),
      {
        items: {
          length: 2,
          0: { sku: 'WKND-CAP-RED', name: 'Red Cap', price: undefined, isEnabled: undefined },
          1: { sku: 'WKND-CAP-BLUE', name: 'Blue Cap' },
        },
        totalCount: 520,
      },
    ),
    'an attribute that there is not': drive(
      listProducts,
      (call, { commerce }) =>
        call(commerce(), { filterGroups: [[{ field: 'colour', value: 'red' }]] }),
      refused(400, 'The "colour" attribute name is invalid. Reset the name and try again.'),
      {
        query: {
          ...firstPage.query,
          'searchCriteria[filterGroups][0][filters][0][conditionType]': 'eq',
        },
      },
    ),
    'no token': drive(
      listProducts,
      (call, { commerce }) => call(commerce(), {}),
      refused(401, undefined),
      firstPage,
    ),
    'a role without the resource': drive(
      listProducts,
      (call, { commerce }) => call(commerce(), { pageSize: 1 }),
      refused(
        401,
        "The consumer isn't authorized to access Magento_Catalog::products.",
        'Magento_Catalog::products',
      ),
    ),
  },
  'commerce/stores.json': {
    'store configurations, at the address of the cloud service': drive(
      listStoreConfigurations,
      (call, { commerce }) => call(commerce()),
      configurations,
    ),
    'store configurations, asked for by a program': drive(
      listStoreConfigurations,
      (call, { commerce }) =>
        call(
          commerce({
            apiKey: 'wknd-service',
            organizationId: '57AB1E0000000000000000A0@AdobeOrg',
          }),
        ),
      configurations,
    ),
    'store views': drive(listStoreViews, (call, { commerce }) => call(commerce()), {
      length: 4,
      3: { id: 3, code: 'fr', name: 'Français', websiteId: 2, storeGroupId: 2, isActive: true },
    }),
    'store groups': drive(listStoreGroups, (call, { commerce }) => call(commerce()), {
      length: 3,
      1: {
        id: 1,
        code: 'wknd_outfitters',
        name: 'WKND Outfitters',
        websiteId: 1,
        rootCategoryId: 2,
        defaultStoreId: 1,
      },
    }),
    websites: drive(listWebsites, (call, { commerce }) => call(commerce()), {
      length: 3,
      2: { id: 2, code: 'europe', name: 'WKND Europe', defaultGroupId: 2 },
    }),
    'a role without the resource': drive(
      listStoreConfigurations,
      (call, { commerce }) => call(commerce()),
      refused(
        401,
        "The consumer isn't authorized to access Magento_Backend::store.",
        'Magento_Backend::store',
      ),
    ),
    'the id of another organization': drive(
      listStoreConfigurations,
      (call, { commerce }) =>
        call(commerce({ organizationId: '000000000000000000000000@AdobeOrg' })),
      refused(403, undefined),
    ),
  },
}
