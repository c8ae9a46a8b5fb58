import type { Credential } from '../state/credential.ts'

/** IMS takes scopes separated by commas or by spaces, and compares them with their case. */
export function parseScopes(scope: string | undefined): readonly string[] {
  const scopes = (scope ?? '').split(/[\s,]+/).filter((item) => item !== '')
  return [...new Set(scopes)]
}

/** The scopes that a credential may not ask for. */
export function foreignScopes(
  credential: Credential,
  scopes: readonly string[],
): readonly string[] {
  return scopes.filter((scope) => !credential.scopes.includes(scope))
}

/** Each scope in the words of the consent page. */
export function describeScope(scope: string): string {
  return descriptions[scope] ?? 'Use this permission on your behalf'
}

const descriptions: Readonly<Record<string, string>> = {
  AdobeID: 'Know that you have an Adobe account, and your basic profile',
  openid: 'Know who you are: your user identifier',
  email: 'See your e-mail address',
  profile: 'See your name and your kind of account',
  address: 'See your country',
  offline_access: 'Keep access while you are away',
  read_organizations: 'See which organizations you belong to',
  'additional_info.roles': 'See your roles in your organization',
  'additional_info.projectedProductContext': 'See which products your organization has given you',
  'commerce.accs': 'Use Adobe Commerce as you may',
  'aem.folders': 'List, create and delete folders in AEM Assets, as far as you may',
  'aem.assets.author': 'Read and change assets in AEM, as far as you may',
  'aem.fragments.management':
    'Read and change content fragments and their models in AEM, as far as you may',
}
