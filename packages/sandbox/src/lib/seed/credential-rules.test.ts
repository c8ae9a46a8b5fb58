import { describe, expect, it } from 'vitest'

import { readSeedFiles } from '../node/seed-files.ts'
import { createSandbox } from '../sandbox.ts'
import { parseCredential } from './schema.ts'
import type { SeedCredential } from './seed.ts'

const spa: SeedCredential = {
  clientId: 'my-spa',
  name: 'My SPA',
  type: 'single-page-app',
  defaultRedirectUri: 'https://localhost:3001/callback',
  redirectUriPatterns: ['https://localhost:3001/callback'],
  scopes: ['openid'],
}
const webApp: SeedCredential = { ...spa, type: 'web-app', secrets: ['fake-secret'] }
const nativeApp: SeedCredential = {
  ...spa,
  type: 'native-app',
  defaultRedirectUri: 'adobe+0123abcd://adobeid/my-app',
  redirectUriPatterns: [String.raw`adobe\+0123abcd://adobeid/my-app`],
}
const service: SeedCredential = {
  clientId: 'my-service',
  name: 'My service',
  type: 'server-to-server',
  secrets: ['fake-secret'],
  scopes: ['openid'],
  technicalAccount: {
    id: 'A0@techacct.adobe.com',
    email: 'a0@techacct.adobe.com',
    organization: 'A0@AdobeOrg',
    productProfiles: [],
  },
}

function betaUsers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `user-${index}@wknd.test`)
}

function longAddress(length: number): string {
  return 'https://localhost:3001/'.padEnd(length, 'a')
}

describe('parseCredential()', () => {
  it('takes every credential of the seed', () => {
    const { credentials } = readSeedFiles()
    for (const credential of credentials) parseCredential(credential)
    expect(credentials.length).toBeGreaterThan(0)
  })

  it.each<[string, SeedCredential]>([
    ['two secrets at once', { ...webApp, secrets: ['fake-secret-1', 'fake-secret-2'] }],
    ['a default redirect URI of 256 characters', { ...spa, defaultRedirectUri: longAddress(256) }],
    ['patterns of 512 characters', { ...spa, redirectUriPatterns: [longAddress(512)] }],
    ['http on localhost', { ...spa, defaultRedirectUri: 'http://localhost:3001/callback' }],
    ['http on 127.0.0.1', { ...spa, redirectUriPatterns: [String.raw`http://127\.0\.0\.1:80/.*`] }],
    ['two backslashes', { ...spa, redirectUriPatterns: [String.raw`https://a\\.test/callback`] }],
    ['25 beta users', { ...spa, betaUsers: betaUsers(25) }],
    ['refresh tokens of its own', { ...spa, refreshTokens: true }],
    ['a wildcard in the path', { ...spa, redirectUriPatterns: [String.raw`^https://a\.test/.*`] }],
    ['a scheme of a native app', nativeApp],
    ['a server-to-server credential', service],
  ])('takes %s', (_, credential) => {
    expect(() => parseCredential(credential)).not.toThrow()
  })

  it.each<[string, SeedCredential, string]>([
    [
      'a secret of a single-page app',
      { ...spa, secrets: ['fake-secret'] },
      'secrets: a single-page-app has none',
    ],
    [
      'a secret of a native app',
      { ...nativeApp, secrets: ['fake-secret'] },
      'secrets: a native-app has none',
    ],
    ['a web app without secret', { ...webApp, secrets: [] }, 'secrets: a web-app proves itself'],
    [
      'a server-to-server credential without secret',
      { ...service, secrets: [] },
      'secrets: a server-to-server proves itself',
    ],
    [
      '26 beta users',
      { ...spa, betaUsers: betaUsers(26) },
      'betaUsers: the Developer Console takes 25 at most; leave 1 out',
    ],
    [
      'refresh tokens of a web app',
      { ...webApp, refreshTokens: true },
      'refreshTokens: this is for single-page and native apps',
    ],
    ['three secrets', { ...webApp, secrets: ['a', 'b', 'c'] }, 'secrets: give two at most'],
    [
      'a default redirect URI of 257 characters',
      { ...spa, defaultRedirectUri: longAddress(257) },
      'defaultRedirectUri: IMS takes 256 characters at most',
    ],
    [
      'patterns of 513 characters, commas counted',
      { ...spa, redirectUriPatterns: [longAddress(256), longAddress(256)] },
      'redirectUriPatterns: IMS takes 512 characters at most',
    ],
    [
      'plain http',
      { ...spa, defaultRedirectUri: 'http://app.test/callback' },
      'defaultRedirectUri: use https',
    ],
    [
      'http on a host whose name only begins like an address of this computer',
      { ...spa, defaultRedirectUri: 'http://127.app.test/callback' },
      'defaultRedirectUri: use https',
    ],
    [
      'a pattern of plain http',
      { ...spa, redirectUriPatterns: [String.raw`http://app\.test/callback`] },
      'redirectUriPatterns[0]: begin it with https://',
    ],
    [
      'a pattern of any host',
      { ...spa, redirectUriPatterns: ['https://localhost:3001/a', '.*'] },
      'redirectUriPatterns[1]: begin it with https://',
    ],
    [
      'a pattern that looks around',
      { ...spa, redirectUriPatterns: ['https://a(?=b)'] },
      'redirectUriPatterns[0]: write a regular expression without look-ahead',
    ],
    [
      'a relative default redirect URI',
      { ...spa, defaultRedirectUri: '/callback' },
      'defaultRedirectUri: write a whole address',
    ],
    [
      'a wildcard in the default redirect URI',
      { ...spa, defaultRedirectUri: 'https://a.test/*' },
      'defaultRedirectUri: IMS takes no wildcard here',
    ],
    [
      'a script for an address',
      { ...nativeApp, defaultRedirectUri: 'javascript:alert(1)' },
      'defaultRedirectUri: give an address of the app’s own scheme',
    ],
    [
      'a redirect URI of a server-to-server credential',
      { ...service, defaultRedirectUri: 'https://a.test/' } as SeedCredential,
      'defaultRedirectUri: a server-to-server has none',
    ],
    [
      'a technical account of a web app',
      { ...webApp, technicalAccount: {} } as unknown as SeedCredential,
      'technicalAccount: a web-app has none',
    ],
    [
      'an unknown type',
      { ...spa, type: 'ios-app' } as unknown as SeedCredential,
      'type: give single-page-app, native-app, web-app, server-to-server',
    ],
    [
      'scopes that are no list',
      { ...spa, scopes: 'openid' } as unknown as SeedCredential,
      'scopes: give a list',
    ],
    [
      'tokens that outlive the memory of their end',
      { ...spa, accessTokenLifetimeMs: 31 * 24 * 3_600_000 },
      'accessTokenLifetimeMs: give whole milliseconds from 1 to 2592000000',
    ],
  ])('refuses %s', (_, credential, words) => {
    expect(() => parseCredential(credential)).toThrow(words)
  })

  it('names the credential, and no secret of it', () => {
    const secrets = ['fake-secret-1', 'fake-secret-2', 'fake-secret-3']
    const check = (): unknown => parseCredential({ ...webApp, secrets })
    expect(check).toThrow(/credential "my-spa" cannot be used/)
    expect(check).not.toThrow(/fake-secret/)
  })
})

describe('sandbox.credentials.put()', () => {
  it('refuses what the Developer Console would not take, and keeps what was there', async () => {
    const { credentials } = await createSandbox()
    const [first] = credentials.list()
    const wrong = { ...spa, clientId: first?.clientId ?? '', secrets: ['fake-secret'] }
    expect(() => credentials.put(wrong)).toThrow(/secrets/)
    expect(credentials.list()[0]).toEqual(first)
  })
})

describe('createSandbox({ seed: { credentials } })', () => {
  it('refuses the same, naming the path', async () => {
    const credentials = [{ ...webApp, secrets: ['a', 'b', 'c'] }]
    await expect(createSandbox({ seed: { credentials } })).rejects.toThrow(
      /credentials\[0\]\.secrets: give two at most/,
    )
  })
})
