import { findClosest } from './closest.ts'
import type { Change } from './finding.ts'

/**
 * The scopes that Adobe's documents and clients name; there may be others.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/
 */
export const knownScopes: readonly string[] = [
  'AdobeID',
  'additional_info',
  'additional_info.job_function',
  'additional_info.ownerOrg',
  'additional_info.projectedProductContext',
  'additional_info.roles',
  'address',
  'adobeio_api',
  'aem.adobe.service',
  'aem.assets.author',
  'aem.assets.delivery',
  'aem.contentai',
  'aem.folders',
  'aem.fragments.management',
  'aem.repository',
  'aem.sites',
  'commerce.accs',
  'creative_cloud',
  'creative_sdk',
  'ee.express_api',
  'email',
  'ff_apis',
  'firefly_api',
  'lr_partner_apis',
  'lr_partner_rendition_apis',
  'manage_client_secrets',
  'offline_access',
  'openid',
  'org.read',
  'profile',
  'read_client_secret',
  'read_organizations',
  'session',
]

/** The known scope that differs from this one only in case. */
export function findScopeInOtherCase(name: string): string | undefined {
  if (knownScopes.includes(name)) return undefined
  return knownScopes.find((known) => known.toLowerCase() === name.toLowerCase())
}

/** The known scope that this one was probably meant to be. */
export function findMisspeltScope(name: string): string | undefined {
  if (knownScopes.includes(name) || findScopeInOtherCase(name) !== undefined) return undefined
  return findClosest(name, knownScopes)
}

/** The scopes of a list: with commas or blanks, or as JSON, as App Builder writes them. */
export function splitScopes(value: string): readonly string[] {
  const names = value.split(/[\s,;|+[\]"']+/).filter((name) => name !== '')
  return [...new Set(names)]
}

/** Whether a list of scopes is for IMS: other providers have an `openid` and an `email` too. */
export function isOfIms(value: string): boolean {
  return splitScopes(value).some((name) => {
    const known = findScopeInOtherCase(name) ?? findMisspeltScope(name) ?? name
    return knownScopes.includes(known) && !sharedScopes.includes(known)
  })
}

const sharedScopes: readonly string[] = [
  'openid',
  'email',
  'profile',
  'address',
  'offline_access',
  'session',
]

/** A variable with one of its scopes replaced, and its commas kept. */
export function replaceScope(
  { name, value }: { readonly name: string; readonly value: string },
  wrong: string,
  right: string,
): Change {
  const parts = value.split(/([\s,;|+[\]"']+)/).map((part) => (part === wrong ? right : part))
  return { kind: 'variable', name, value: parts.join('') }
}
