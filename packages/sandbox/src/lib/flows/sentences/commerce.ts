import { pages, rfc, type ServiceSentences } from './sentence-table.ts'

const filters = 'Filters of one group are joined by or, groups by and.'

/** What is said of requests to Commerce and of its answers. The members of a product and of a store are the catalog's own. */
export const commerceSentences: ServiceSentences = {
  parameters: {
    fields: [
      'Which members of the answer are wanted, such as items[sku,name].',
      pages.commerceFields,
    ],
    searchCriteria: ['The whole search, where it is empty: all items.', pages.commerceSearch],
    'searchCriteria[currentPage]': ['Which page of the result, from 1.', pages.commerceSearch],
    'searchCriteria[current_page]': ['Which page of the result, from 1.', pages.commerceSearch],
    'searchCriteria[pageSize]': ['How many items a page has.', pages.commerceSearch],
    'searchCriteria[page_size]': ['How many items a page has.', pages.commerceSearch],
    'searchCriteria[filterGroups][][filters][][field]': [
      `The attribute that is compared. ${filters}`,
      pages.commerceSearch,
    ],
    'searchCriteria[filterGroups][][filters][][value]': [
      'What the attribute is compared with.',
      pages.commerceSearch,
    ],
    'searchCriteria[filterGroups][][filters][][conditionType]': [
      'How it is compared: eq, like, in, gt and others; eq by default.',
      pages.commerceSearch,
    ],
    'searchCriteria[filter_groups][][filters][][field]': [
      `The attribute that is compared. ${filters}`,
      pages.commerceSearch,
    ],
    'searchCriteria[filter_groups][][filters][][value]': [
      'What the attribute is compared with.',
      pages.commerceSearch,
    ],
    'searchCriteria[filter_groups][][filters][][condition_type]': [
      'How it is compared: eq, like, in, gt and others; eq by default.',
      pages.commerceSearch,
    ],
    'searchCriteria[sortOrders][][field]': ['The attribute to sort by.', pages.commerceSearch],
    'searchCriteria[sortOrders][][direction]': ['ASC or DESC.', pages.commerceSearch],
    'searchCriteria[sort_orders][][field]': ['The attribute to sort by.', pages.commerceSearch],
    'searchCriteria[sort_orders][][direction]': ['ASC or DESC.', pages.commerceSearch],
  },
  requestHeaders: {
    authorization: [
      'The access token, by which Commerce knows the user and the roles of that user.',
      pages.commerceUser,
    ],
    store: ['The code of the store view that is asked, or all.', pages.commerceReference],
    'x-api-key': [
      'The client id of the application; if it is sent, it has to be the one of the access token.',
      pages.commerceServer,
    ],
    'x-gw-ims-org-id': [
      'The organization; if it is sent, it has to be that of the user.',
      pages.commerceServer,
    ],
  },
  responseHeaders: {},
  requestBody: {},
  responseBody: {
    items: ['The items of this page.', pages.commerceReference],
    search_criteria: ['The search as Commerce understood it.', pages.commerceSearch],
    total_count: ['How many items there are on all pages.', pages.commerceSearch],
    message: ['What went wrong; %1 and %name stand for the parameters.', pages.commerceErrors],
    parameters: ['What stands for %1 and %name in the message.', pages.commerceErrors],
    trace: ['Where the error arose; shown in development only.', pages.commerceErrors],
    errors: ['More than one error.', pages.commerceErrors],
    sku: ['The stock keeping unit, which names the product.', pages.commerceReference],
    id: ['The number of the item.', pages.commerceReference],
    '*': [
      'A member of the product, store or search, which the reference of Commerce describes.',
      pages.commerceReference,
    ],
    error: ['The error of the gateway.', rfc(6750, '3.1')],
  },
}
