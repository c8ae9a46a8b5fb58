// @ts-check
import { readFileSync } from 'node:fs'

/**
 * The programs that are compared: each signs in, takes the answer, gives the token, refreshes it and signs out, as its
 * library's documentation has it and without anything else.
 * @type {readonly { name: string, package: string }[]}
 */
export const programs = [
  { name: 'mudbrick', package: '@mudbrick/browser' },
  { name: 'badgateway-oauth2-client', package: '@badgateway/oauth2-client' },
  { name: 'react-oauth2-code-pkce', package: 'react-oauth2-code-pkce' },
  { name: 'oauth4webapi', package: 'oauth4webapi' },
  { name: 'keycloak-js', package: 'keycloak-js' },
  { name: 'oidc-client-ts', package: 'oidc-client-ts' },
  { name: 'auth0-spa-js', package: '@auth0/auth0-spa-js' },
  { name: 'msal-browser', package: '@azure/msal-browser' },
]

/** @param {string} name */
export function programPath(name) {
  return new URL(`programs/${name}.mjs`, import.meta.url).pathname
}

/** @param {string} name */
export function versionOf(name) {
  if (name.startsWith('@mudbrick/')) return ''
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).version
}
