import type { Source } from '../explanation.ts'

/** What one service's parameters, headers and members are for. */
export interface ServiceSentences {
  /** Parameters of a query or a form. An index in brackets is written `[]`. */
  readonly parameters: SentenceTable
  readonly requestHeaders: SentenceTable
  readonly responseHeaders: SentenceTable
  /** Members of the request's JSON, by path: `paths[]`. */
  readonly requestBody: SentenceTable
  /** Members of the answer's JSON, by path: `items[].id`; `*` stands for every other. */
  readonly responseBody: SentenceTable
}

/** A sentence and its source, by name. */
export type SentenceTable = Readonly<Record<string, readonly [text: string, source: Source]>>

/** A section of an RFC. */
export function rfc(number: number, section: string): Source {
  const anchor = /^[A-Z]/.test(section) ? `appendix-${section}` : `section-${section}`
  return {
    name: `RFC ${number} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#${anchor}`,
  }
}

/** A section of OpenID Connect Core. */
export function openId(section: string, anchor: string): Source {
  return {
    name: `OpenID Connect Core §${section}`,
    url: `https://openid.net/specs/openid-connect-core-1_0.html#${anchor}`,
  }
}

const console = 'https://developer.adobe.com/developer-console/docs/guides/authentication'
const commerce = 'https://developer.adobe.com/commerce/webapi'
const manager = 'https://developer.adobe.com/experience-cloud/experience-manager-apis'

/** Pages of Adobe, and of what its code shows. */
export const pages: Readonly<Record<PageName, Source>> = {
  userIms: {
    name: 'Adobe: user authentication, endpoints of IMS',
    url: `${console}/UserAuthentication/ims`,
  },
  userGuide: {
    name: 'Adobe: user authentication, implementation',
    url: `${console}/UserAuthentication/implementation`,
  },
  serverIms: {
    name: 'Adobe: server-to-server authentication, endpoints of IMS',
    url: `${console}/ServerToServerAuthentication/ims`,
  },
  oldIms: {
    name: 'Adobe: IMS, the former documentation',
    url: 'https://github.com/AdobeDocs/adobeio-auth/blob/stage/Resources/IMS.md',
  },
  oldOAuth: {
    name: 'Adobe: OAuth, the former documentation',
    url: 'https://github.com/AdobeDocs/adobeio-auth/blob/stage/OAuth/OAuth.md',
  },
  library: {
    name: 'Adobe: its browser library for IMS',
    url: 'https://github.com/adobecom/milo/blob/stage/libs/deps/imslib.min.js',
  },
  nodeLibrary: {
    name: 'Adobe: aio-lib-ims',
    url: 'https://github.com/adobe/aio-lib-ims/blob/master/src/ims.js',
  },
  token: {
    name: 'A decoded token, in an issue of aio-cli-plugin-cloudmanager',
    url: 'https://github.com/adobe/aio-cli-plugin-cloudmanager/issues/631',
  },
  passport: {
    name: 'Adobe: passport-adobe-oauth2',
    url: 'https://www.npmjs.com/package/passport-adobe-oauth2',
  },
  tutorial: {
    name: 'Adobe: OAuth single-page app, the tutorial',
    url: 'https://experienceleague.adobe.com/en/docs/experience-manager-learn/cloud-service/aem-apis/openapis/use-cases/invoke-api-using-oauth-single-page-app',
  },
  aemSetup: {
    name: 'Adobe: OpenAPI-based AEM APIs, set up',
    url: 'https://experienceleague.adobe.com/en/docs/experience-manager-learn/cloud-service/aem-apis/openapis/setup',
  },
  aemApis: {
    name: 'Adobe: OpenAPI-based APIs of AEM',
    url: 'https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis',
  },
  aemHowTo: { name: 'Adobe: AEM APIs, how to call them', url: `${manager}/guides/how-to/` },
  aemSites: { name: 'Adobe: AEM Sites API', url: `${manager}/api/stable/sites/` },
  aemFolders: { name: 'Adobe: AEM folders API', url: `${manager}/api/stable/folders/` },
  aemAssets: { name: 'Adobe: AEM assets author API', url: `${manager}/api/stable/assets/author/` },
  commerceUser: {
    name: 'Adobe: Commerce as a Cloud Service, user authentication',
    url: 'https://developer.adobe.com/commerce/services/cloud/guides/rest/authentication/user/',
  },
  commerceServer: {
    name: 'Adobe: Commerce, server-to-server authentication',
    url: `${commerce}/rest/authentication/server-to-server/`,
  },
  commerceReference: {
    name: 'Adobe: Commerce REST reference',
    url: `${commerce}/reference/rest/saas/`,
  },
  commerceSearch: {
    name: 'Adobe: Commerce, performing searches',
    url: `${commerce}/rest/use-rest/performing-searches/`,
  },
  commerceFields: {
    name: 'Adobe: Commerce, retrieving filtered responses',
    url: `${commerce}/rest/use-rest/retrieve-filtered-responses/`,
  },
  commerceErrors: {
    name: 'Adobe: Commerce, status codes and responses',
    url: `${commerce}/get-started/gs-web-api-response/`,
  },
  sandbox: {
    name: 'Mudbrick: the sandbox',
    url: 'https://www.npmjs.com/package/@mudbrick/sandbox',
  },
}

type PageName =
  | 'userIms'
  | 'userGuide'
  | 'serverIms'
  | 'oldIms'
  | 'oldOAuth'
  | 'library'
  | 'nodeLibrary'
  | 'token'
  | 'passport'
  | 'tutorial'
  | 'aemSetup'
  | 'aemApis'
  | 'aemHowTo'
  | 'aemSites'
  | 'aemFolders'
  | 'aemAssets'
  | 'commerceUser'
  | 'commerceServer'
  | 'commerceReference'
  | 'commerceSearch'
  | 'commerceFields'
  | 'commerceErrors'
  | 'sandbox'
