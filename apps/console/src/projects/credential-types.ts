import type { SeedCredential } from '@mudbrick/sandbox'

/** What the Developer Console calls the kinds of credential. */
export const credentialTypes: Readonly<
  Record<SeedCredential['type'], { readonly name: string; readonly kind: string }>
> = {
  'web-app': { name: 'OAuth Web App', kind: 'OAuth 2.0 confidential client' },
  'single-page-app': { name: 'OAuth Single-Page App', kind: 'OAuth 2.0 public client (HTTPS)' },
  'native-app': { name: 'OAuth Native App', kind: 'OAuth 2.0 public client (non-HTTPS)' },
  'server-to-server': { name: 'OAuth Server-to-Server', kind: 'OAuth 2.0 client credentials' },
}

/** What a scope allows, as far as Adobe tells. */
export function explainScope(scope: string): string {
  return meanings[scope] ?? 'Adobe does not document what it allows.'
}

const meanings: Readonly<Record<string, string>> = {
  openid: 'Sign the user in, with an ID token.',
  AdobeID: 'Read the Adobe ID of the user.',
  email: 'Read the e-mail address.',
  profile: 'Read the name and the profile.',
  address: 'Read the country.',
  offline_access: 'Stay signed in: gives a refresh token.',
  'aem.folders': 'List, create and delete folders of assets.',
  'aem.assets.author': 'Read and change assets and their metadata.',
  'aem.fragments.management': 'Read and change content fragments and their models.',
  'additional_info.roles': 'Read the roles in the organization.',
  'additional_info.projectedProductContext': 'Read the products of the user.',
  'commerce.accs': 'Call Adobe Commerce as a Cloud Service.',
}
