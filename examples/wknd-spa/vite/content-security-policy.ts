import type { Plugin } from 'vite'

import { parseConfiguration } from '../src/configuration.ts'
import { readEnvironment } from './environment.ts'

/**
 * Tells the browser, in the built page, to run only this app's scripts and to send requests only to
 * this app, IMS and AEM. Where the host can send headers, send the policy as a header too.
 */
export function contentSecurityPolicy(folder: string): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: createPolicy(folder) },
        injectTo: 'head-prepend',
      },
    ],
  }
}

function createPolicy(folder: string): string {
  return [
    "default-src 'self'",
    `connect-src ${["'self'", ...listOrigins(folder)].join(' ')}`,
    "img-src 'self' data:",
    // React Aria adds a style element of its own.
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function listOrigins(folder: string): readonly string[] {
  const result = parseConfiguration(readEnvironment(folder, process.env))
  if (!result.isValid) return []
  const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint, aemOrigin } = result.configuration
  const urls = [authorizationEndpoint, tokenEndpoint, userinfoEndpoint, aemOrigin]
  return [...new Set(urls.map((url) => new URL(url).origin))]
}
