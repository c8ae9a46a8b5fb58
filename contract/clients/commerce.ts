import {
  createSearchCriteria,
  listProducts,
  listStoreConfigurations,
  listStoreGroups,
  listStoreViews,
  listWebsites,
  readProduct,
} from '@mudbrick/commerce'

import { drive, type Drives } from './drive.ts'

const refused = (status: number): unknown => ({
  name: 'CommerceError',
  code: 'http_error',
  status,
})
/** Without a size of a page Commerce answers with the whole catalog; the client asks for 100. */
const firstPage = { query: { 'searchCriteria[pageSize]': '100' } }
const configurations = { 0: { code: 'default', locale: 'en_US' } }

export const commerceDrives: Drives = {
  'commerce/product.json': {
    'one product': drive(readProduct, (call, { commerce }) => call(commerce(), 'WKND-CAP-RED'), {
      sku: 'WKND-CAP-RED',
      name: 'Red Cap',
    }),
    'a product that there is not': drive(
      readProduct,
      (call, { commerce }) => call(commerce(), 'WKND-NONE'),
      refused(404),
    ),
  },
  'commerce/products.json': {
    'criteria as the OpenAPI description spells them': drive(
      listProducts,
      (call, { commerce }) =>
        call(
          commerce(),
          createSearchCriteria()
            .where({ field: 'sku', condition: 'like', value: 'WKND-CAP%' })
            .sortBy('name')
            .page(1, 2),
        ),
      { items: { length: 2, 0: { name: 'Blue Cap' }, 1: { name: 'Red Cap' } } },
    ),
    'parts of the answer': drive(
      listProducts,
      (call, { commerce }) => call(commerce(), { pageSize: 2 }, { fields: ['name'] }),
      { items: { length: 2 } },
    ),
    'an attribute that there is not': drive(
      listProducts,
      (call, { commerce }) =>
        call(commerce(), { filterGroups: [[{ field: 'colour', value: 'red' }]] }),
      refused(400),
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
      refused(401),
      firstPage,
    ),
    'a role without the resource': drive(
      listProducts,
      (call, { commerce }) => call(commerce(), { pageSize: 1 }),
      refused(401),
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
      0: { code: 'admin' },
    }),
    'store groups': drive(listStoreGroups, (call, { commerce }) => call(commerce()), {}),
    websites: drive(listWebsites, (call, { commerce }) => call(commerce()), {}),
    'a role without the resource': drive(
      listStoreConfigurations,
      (call, { commerce }) => call(commerce()),
      refused(401),
    ),
    'the id of another organization': drive(
      listStoreConfigurations,
      (call, { commerce }) =>
        call(commerce({ organizationId: '000000000000000000000000@AdobeOrg' })),
      refused(403),
    ),
  },
}
