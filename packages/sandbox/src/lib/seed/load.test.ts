import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { parseClientAllowList } from '../aem/client-allow-list.ts'
import { createSandbox } from '../sandbox.ts'
import { loadSeed } from './load.ts'
import type { SeedAdditions, SeedCredential } from './seed.ts'

const spa: SeedCredential = {
  clientId: 'my-spa',
  name: 'My SPA',
  type: 'single-page-app',
  defaultRedirectUri: 'https://localhost:3001/callback',
  redirectUriPatterns: [String.raw`https://localhost:3001/callback`],
  scopes: ['openid', 'AdobeID', 'aem.fragments.management'],
}

async function statusAtAem(seed: SeedAdditions, email: string): Promise<number> {
  const sandbox = await createSandbox({ seed })
  const token = await createSandboxUser(sandbox, email).obtainAccessToken({
    client_id: 'my-spa',
    scope: 'openid,aem.fragments.management',
  })
  const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return response.status
}

describe('a credential of a user’s own', () => {
  it('may call AEM when it has one of its scopes', async () => {
    expect(await statusAtAem({ credentials: [spa] }, 'ada@wknd.test')).toBe(200)
  })

  it('may not when the allow-list of the seed leaves it out', async () => {
    const clientAllowList = 'kind: API\ndata: { allowedClientIDs: { author: [wknd-spa] } }'
    const seed = { credentials: [spa], aem: { clientAllowList } }
    expect(await statusAtAem(seed, 'ada@wknd.test')).toBe(403)
  })

  it('is added once, beside the shipped ones, and only with a scope of AEM', async () => {
    const { clientAllowList } = await loadSeed({
      credentials: [spa, { ...spa, clientId: 'wknd-spa' }, { ...spa, clientId: 'b', scopes: [] }],
    })
    expect([...parseClientAllowList(clientAllowList)]).toEqual(['wknd-spa', 'my-spa'])
  })
})

describe('a user of whom only the e-mail address is given', () => {
  it('is whole, with the same id at every start', async () => {
    const seed = { users: [{ email: 'Finn@wknd.test' }] }
    const [first, second] = await Promise.all([loadSeed(seed), loadSeed(seed)])
    const finn = first.users.find(({ email }) => email === 'finn@wknd.test')
    expect(finn).toMatchObject({
      id: expect.stringMatching(/^[\dA-F]{24}@[\dA-F]{24}$/),
      password: 'mudbrick',
    })
    expect(second.users).toEqual(first.users)
  })

  it('changes the shipped user with that address', async () => {
    const { users } = await loadSeed({
      users: [{ email: 'vic@wknd.test', productProfiles: [] }],
    })
    expect(users.find(({ email }) => email === 'vic@wknd.test')).toMatchObject({
      givenName: 'Vic',
      productProfiles: [],
    })
  })
})

describe('a CORS policy of a user’s own', () => {
  it('is refused at the start when it is wrong', async () => {
    await expect(loadSeed({ aem: { corsPolicies: { 'my.cfg.json': '{,}' } } })).rejects.toThrow(
      'my.cfg.json, line 1, column 2: a name in double quotes is needed here.',
    )
    await expect(loadSeed({ aem: { clientAllowList: 'kind: CDN' } })).rejects.toThrow(
      'api.yaml, line 1: this is not a client allow-list',
    )
  })

  it('replaces the shipped one', async () => {
    const corsPolicies = { 'com.adobe.granite.cors.impl.CORSPolicyImpl~my.cfg.json': '{}' }
    expect((await loadSeed({ aem: { corsPolicies } })).corsPolicies).toEqual(corsPolicies)
  })
})
