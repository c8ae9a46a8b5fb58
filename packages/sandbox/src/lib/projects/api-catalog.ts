import type { SeedCredential } from '../seed/seed.ts'

/** An API that can be added to a project. */
export interface CatalogApi {
  /** Names it in the control API; the Developer Console's own codes are not public. */
  readonly code: string
  /** As the card of the Developer Console has it. */
  readonly name: string
  /** The filter of the Developer Console that shows it. */
  readonly product: 'Creative Cloud' | 'Experience Cloud'
  readonly description: string
  readonly documentation: string
  /** The kinds of credential that can be added with it; none if the sandbox does not serve it. */
  readonly types: readonly SeedCredential['type'][]
  /** What a credential may ask for once the API is added to it. */
  readonly scopes: readonly string[]
  /** Whether Adobe reviews an application before users of other organizations may use it. */
  readonly requiresReview: boolean
  /** What IMS calls the product whose profiles give access; none if a license is enough. */
  readonly serviceCode?: string
  /** The service of a product profile that has to be ticked. */
  readonly service?: string
}

const ofUsers = ['web-app', 'single-page-app', 'native-app'] as const
const ofAll = [...ofUsers, 'server-to-server'] as const
const identity = ['AdobeID', 'openid', 'email', 'profile']

/**
 * The APIs that the tutorials add, and some that a real list has beside them.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-learn/cloud-service/aem-apis/openapis/setup
 * @see https://developer.adobe.com/commerce/webapi/rest/authentication/user/
 */
export const apiCatalog: readonly CatalogApi[] = [
  {
    code: 'aem-sites-content-management',
    name: 'AEM CS Sites Content Management',
    product: 'Experience Cloud',
    description: 'Reads content fragments and their models from an AEM author.',
    documentation:
      'https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/sites/',
    types: ofAll,
    scopes: [...identity, 'address', 'aem.fragments.management'],
    requiresReview: false,
    serviceCode: 'dma_aem_cloud',
  },
  {
    code: 'aem-assets-author',
    name: 'AEM Assets Author API',
    product: 'Experience Cloud',
    description: 'Lists, creates and deletes folders, and reads and changes metadata of assets.',
    documentation:
      'https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/assets/author/',
    types: ofAll,
    scopes: [...identity, 'address', 'aem.folders', 'aem.assets.author'],
    requiresReview: false,
    serviceCode: 'dma_aem_cloud',
    service: 'AEM Assets API Users',
  },
  {
    code: 'commerce-with-adobe-id',
    name: 'Adobe Commerce with Adobe ID',
    product: 'Experience Cloud',
    description:
      'Calls the REST API of Adobe Commerce as a Cloud Service as the user who signs in.',
    documentation: 'https://developer.adobe.com/commerce/webapi/rest/authentication/user/',
    types: ofAll,
    scopes: [
      ...identity,
      'additional_info.roles',
      'additional_info.projectedProductContext',
      'commerce.accs',
      'offline_access',
    ],
    requiresReview: true,
    serviceCode: 'commerce',
  },
  {
    code: 'express-embed',
    name: 'Adobe Express Embed SDK',
    product: 'Creative Cloud',
    description: 'Shows the editor of Adobe Express in a page; users sign in in a popup.',
    documentation: 'https://developer.adobe.com/express/embed-sdk/docs/',
    types: ['single-page-app'],
    scopes: [...identity, 'address'],
    requiresReview: true,
  },
  ...[
    { code: 'adobe-analytics', name: 'Adobe Analytics', product: 'Experience Cloud' as const },
    { code: 'photoshop', name: 'Photoshop API', product: 'Creative Cloud' as const },
  ].map((api) => ({
    ...api,
    description: 'Not served by the sandbox.',
    documentation: 'https://developer.adobe.com/apis',
    types: [],
    scopes: [],
    requiresReview: false,
  })),
]
