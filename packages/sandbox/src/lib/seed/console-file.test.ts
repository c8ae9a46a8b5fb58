import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { isConsoleFile, readConsoleFile as readFile, type ConsoleImport } from './console-file.ts'

const spa = {
  id: '1',
  name: 'WKND SPA',
  integration_type: 'oauthsinglepageapp',
  oauth2: {
    client_id: '0123456789abcdef0123456789abcdef',
    redirect_uri: [String.raw`https://app\\.example\\.com/callback`],
    defaultRedirectUri: 'https://app.example.com/callback',
  },
}
const service = {
  id: '2',
  name: 'Service',
  integration_type: 'oauth_server_to_server',
  oauth_server_to_server: {
    client_id: 'service-client-id',
    client_secrets: ['fake-secret'],
    technical_account_email: 'a@techacct.adobe.com',
    technical_account_id: 'A@techacct.adobe.com',
    scopes: ['openid', 'aem.folders'],
  },
}

function project(credentials: readonly object[]): object {
  return {
    project: {
      id: '1',
      name: 'wknd',
      title: 'WKND',
      org: { id: '1', name: 'Example', ims_org_id: 'E0@AdobeOrg' },
      workspace: {
        id: '1',
        name: 'Production',
        details: { credentials, services: [{ code: 'AEMSitesSDK', name: 'AEM Sites' }] },
      },
    },
  }
}

const scopes = ['openid', 'aem.folders']

function readConsoleFile(value: unknown, where: string, given?: readonly string[]): ConsoleImport {
  return readFile(value, where).convert(given)
}

describe('a project as Adobe’s Developer Console downloads it', () => {
  it('becomes a seed that the sandbox takes, its patterns as they stand', async () => {
    const { seed } = readConsoleFile(project([spa, service]), 'console.json', scopes)
    const sandbox = await createSandbox({ seed })
    expect(sandbox.credentials.get(spa.oauth2.client_id)).toMatchObject({
      type: 'single-page-app',
      redirectUriPatterns: spa.oauth2.redirect_uri,
      scopes,
    })
    expect(sandbox.credentials.get('service-client-id')).toMatchObject({
      technicalAccount: { organization: 'E0@AdobeOrg', productProfiles: ['All rights'] },
    })
  })

  it('may be a workspace alone', () => {
    const { workspace } = (project([spa]) as { project: { workspace: object } }).project
    expect(isConsoleFile({ workspace })).toBe(true)
    expect(readConsoleFile({ workspace }, 'workspace.json', scopes).seed.credentials).toHaveLength(
      1,
    )
  })

  it('is asked for its scopes, which it does not carry', () => {
    expect(() => readConsoleFile(project([spa]), 'console.json')).toThrow(
      'does not carry the scopes of WKND SPA: give them with --scopes, such as --scopes openid,AdobeID,aem.folders; its services are AEM Sites.',
    )
    expect(() => readConsoleFile(project([service]), 'console.json')).not.toThrow()
  })

  it.each([
    ['an API key', { name: 'Key', integration_type: 'apikey' }, 'does not know the type "apikey"'],
    [
      'a web app without its secret',
      { ...spa, name: 'Web', integration_type: 'oauthwebapp' },
      'a web app needs its client_secret',
    ],
  ])('says what is left out: %s', (_, credential, reason) => {
    const { notices, seed } = readConsoleFile(project([credential]), 'console.json', scopes)
    expect(notices).toContainEqual(expect.stringContaining(reason))
    expect(seed.credentials).toEqual([])
  })

  it('says that there are no credentials', () => {
    const { notices } = readConsoleFile(project([]), 'console.json')
    expect(notices[0]).toContain('The file has no credentials: add')
  })

  it('says what the format does not carry', () => {
    const { notices } = readConsoleFile(project([spa]), 'console.json', scopes)
    expect(notices).toEqual([
      expect.stringContaining('no users, product profiles, beta users and status'),
    ])
  })

  it.each<[string, object, string]>([
    [
      'a credential without a client id',
      project([{ ...spa, oauth2: {} }]),
      'oauth2.client_id: it is missing',
    ],
    [
      'no list of credentials',
      { project: { workspace: { details: { credentials: 5 } } } },
      'credentials: give a list',
    ],
    [
      'no organization id',
      { project: { org: { name: 'x' } } },
      'project.org.ims_org_id: it is missing',
    ],
    [
      'an organization id of another kind',
      { project: { org: { name: 'x', ims_org_id: '123' } } },
      'project.org.ims_org_id: end the id with "@AdobeOrg"',
    ],
  ])('is refused for %s', (_, file, message) => {
    expect(() => readConsoleFile(file, 'console.json', scopes)).toThrow(message)
  })
})
