import { describe, expect, it } from 'vitest'
import { connectToSandbox } from '../control/connect-to-sandbox.ts'
import { createSandbox } from '../sandbox.ts'
import { samplesProjectId } from './samples-project.ts'

const singlePageApp = {
  type: 'single-page-app',
  name: 'Credential in Project 1',
  defaultRedirectUri: 'https://app.example.com/callback',
  redirectUriPatterns: ['https://app\\\\.example\\\\.com/callback'],
} as const

describe('projects', () => {
  it('begin with that of the samples, which has every credential and the APIs of their scopes', async () => {
    const { projects, credentials } = await createSandbox()
    const [samples] = projects.list()
    expect(samples).toMatchObject({ id: samplesProjectId, title: 'Sandbox samples' })
    expect(samples?.credentials).toEqual(credentials.list().map(({ clientId }) => clientId))
    expect(samples?.apis.map(({ code }) => code)).toEqual([
      'aem-sites-content-management',
      'aem-assets-author',
      'commerce-with-adobe-id',
    ])
  })

  it('are numbered, and keep what was not changed', async () => {
    const { projects, clock } = await createSandbox({ clock: { now: () => 1_000 } })
    const first = projects.put({})
    const second = projects.put({})
    expect([first.title, second.title]).toEqual(['Project 1', 'Project 2'])
    clock.advance({ minutes: 1 })
    const changed = projects.put({ id: first.id, description: 'For the shop.' })
    expect(changed).toMatchObject({ title: 'Project 1', description: 'For the shop.' })
    expect(changed.modifiedAt).toBe(first.modifiedAt + 60_000)
    expect(projects.get(first.id)).toEqual(changed)
  })

  it.each([
    ['a title of 46 characters', { title: 'x'.repeat(46) }, 'write 1 to 45 characters'],
    ['an empty title', { title: '' }, 'write 1 to 45 characters'],
    ['a title that is taken', { title: 'Sandbox samples' }, 'choose another title'],
    ['a title with a line break', { title: 'a\nb' }, 'without line breaks'],
    ['a description of 1001 characters', { description: 'x'.repeat(1001) }, '1000 characters'],
    [
      'an unknown organization',
      { organization: 'none@AdobeOrg' },
      '57AB1E0000000000000000A0@AdobeOrg',
    ],
    ['an unknown project', { id: '7' }, 'no project "7"'],
  ])('refuse %s', async (_, change, sentence) => {
    const { projects } = await createSandbox()
    const before = projects.list()
    expect(() => projects.put(change)).toThrow(sentence)
    expect(projects.list()).toEqual(before)
  })

  it('are removed with their credentials', async () => {
    const { projects, credentials } = await createSandbox()
    const { id } = projects.put({})
    const { clientId } = projects.addApi({
      project: id,
      api: 'express-embed',
      credential: singlePageApp,
    })
    expect(projects.remove(id)).toBe(true)
    expect(projects.remove(id)).toBe(false)
    expect(credentials.list().some((credential) => credential.clientId === clientId)).toBe(false)
  })

  it('survive a snapshot, and are forgotten with a reset', async () => {
    const sandbox = await createSandbox()
    const { id } = sandbox.projects.put({ title: 'Kept' })
    const snapshot = sandbox.snapshot()
    sandbox.reset()
    expect(sandbox.projects.list()).toHaveLength(1)
    sandbox.restore(snapshot)
    expect(sandbox.projects.get(id).title).toBe('Kept')
  })
})

describe('an API', () => {
  it('brings a credential with its scopes, and a second API merges scopes', async () => {
    const { projects, credentials } = await createSandbox()
    const { id } = projects.put({})
    const added = projects.addApi({
      project: id,
      api: 'aem-sites-content-management',
      credential: singlePageApp,
    })
    expect(added.clientId).toMatch(/^[\da-f]{32}$/)
    expect(added.scopes).toContain('aem.fragments.management')
    expect(added.scopes).not.toContain('aem.folders')
    projects.addApi({ project: id, api: 'aem-assets-author', clientId: added.clientId })
    const { scopes } = credentials.get(added.clientId)
    expect(scopes).toEqual(expect.arrayContaining(['aem.fragments.management', 'aem.folders']))
    expect(new Set(scopes).size).toBe(scopes.length)
    expect(projects.get(id).apis.map(({ code, clientIds }) => [code, clientIds])).toEqual([
      ['aem-sites-content-management', [added.clientId]],
      ['aem-assets-author', [added.clientId]],
    ])
    expect(credentials.get(added.clientId)).toMatchObject({
      redirectUriPatterns: ['https://app\\\\.example\\\\.com/callback'],
    })
  })

  it('is taken away with the scopes that no other API needs', async () => {
    const { projects, credentials } = await createSandbox()
    const { id } = projects.put({})
    const { clientId } = projects.addApi({
      project: id,
      api: 'aem-assets-author',
      credential: singlePageApp,
    })
    projects.addApi({ project: id, api: 'aem-sites-content-management', clientId })
    expect(projects.removeApi({ project: id, api: 'aem-assets-author' })).toBe(true)
    expect(projects.removeApi({ project: id, api: 'aem-assets-author' })).toBe(false)
    const { scopes } = credentials.get(clientId)
    expect(scopes).toContain('openid')
    expect(scopes).not.toContain('aem.folders')
  })

  it('makes a secret for a web app, an address for a native app, an account for a program', async () => {
    const { projects } = await createSandbox()
    const project = projects.put({}).id
    const api = 'commerce-with-adobe-id'
    const web = projects.addApi({ project, api, credential: { ...singlePageApp, type: 'web-app' } })
    const native = projects.addApi({
      project,
      api,
      credential: { type: 'native-app', name: 'Mine' },
    })
    const program = projects.addApi({
      project,
      api,
      credential: {
        type: 'server-to-server',
        name: 'Job',
        productProfiles: ['Commerce Administrators'],
      },
    })
    expect(web.secrets).toEqual([expect.stringMatching(/^p8e-/)])
    expect(native).toMatchObject({
      defaultRedirectUri: expect.stringMatching(/^adobe\+[\da-f]{40}:\/\/adobeid\/[\da-f]{32}$/),
    })
    expect(program).toMatchObject({
      technicalAccount: { productProfiles: ['Commerce Administrators'] },
    })
    expect(program.scopes).not.toContain('offline_access')
  })

  it.each([
    ['an unknown API', { api: 'none', credential: singlePageApp }, 'aem-assets-author'],
    [
      'an API that is not served',
      { api: 'photoshop', credential: singlePageApp },
      'The sandbox does not serve Photoshop API',
    ],
    [
      'a type that the API does not take',
      { api: 'express-embed', credential: { ...singlePageApp, type: 'web-app' } },
      'takes no web-app credential: use single-page-app',
    ],
    [
      'a credential of another project',
      { api: 'express-embed', clientId: 'wknd-spa' },
      '"wknd-spa"',
    ],
    ['no credential at all', { api: 'express-embed' }, 'no credential ""'],
    [
      'a redirect URI that is plain http',
      {
        api: 'express-embed',
        credential: { ...singlePageApp, defaultRedirectUri: 'http://app.example.com' },
      },
      'use https',
    ],
    [
      'a default redirect URI of 257 characters',
      {
        api: 'express-embed',
        credential: {
          ...singlePageApp,
          defaultRedirectUri: `https://a.example/${'x'.repeat(239)}`,
        },
      },
      '256 characters',
    ],
  ] as const)('cannot be added with %s', async (_, added, sentence) => {
    const { projects, credentials } = await createSandbox()
    const { id } = projects.put({})
    const before = credentials.list()
    expect(() => projects.addApi({ project: id, ...added })).toThrow(sentence)
    expect(credentials.list()).toEqual(before)
    expect(projects.get(id).apis).toEqual([])
  })

  it('is greyed with the reason, until the organization and the user have what it needs', async () => {
    const { projects, organizations, users } = await createSandbox()
    const [organization] = organizations.list()
    if (organization === undefined) throw new Error('no organization')
    const reasonFor = (user?: string): unknown =>
      projects
        .listApis(user === undefined ? {} : { user })
        .find(({ code }) => code === 'aem-assets-author')?.disabledReasons[0]?.code
    expect([reasonFor(), reasonFor('ada@wknd.test'), reasonFor('nora@wknd.test')]).toEqual([
      undefined,
      undefined,
      'USER_MISSING_PRODUCT_PROFILES',
    ])
    const profiles = organization.productProfiles
    organizations.put({
      ...organization,
      productProfiles: profiles.map((profile) => ({ ...profile, services: [] })),
    })
    const assets = projects
      .listApis({ user: 'ada@wknd.test' })
      .find(({ code }) => code === 'aem-assets-author')
    expect(assets?.disabledReasons[0]?.explanation).toContain('the service AEM Assets API Users')
    organizations.put({ ...organization, productProfiles: [] })
    expect(reasonFor()).toBe('ORG_MISSING_PRODUCT_PROFILES')
    expect(users.get('ada@wknd.test').productProfiles).not.toEqual([])
  })
})

describe('a review', () => {
  const review = {
    appName: 'Shop',
    privacyPolicy: 'https://app.example.com/privacy',
    termsOfUse: 'https://app.example.com/terms',
    description: 'Sells tents.',
    notes: 'Sign in as ada.',
  }

  it('stays in review, and can be sent in again', async () => {
    const { projects } = await createSandbox()
    const { id } = projects.put({})
    const { clientId } = projects.addApi({
      project: id,
      api: 'express-embed',
      credential: singlePageApp,
    })
    projects.submitForReview({ project: id, clientId, ...review })
    const { reviews } = projects.submitForReview({
      project: id,
      clientId,
      ...review,
      notes: 'Again.',
    })
    expect(reviews).toEqual([
      { clientId, ...review, notes: 'Again.', submittedAt: expect.any(Number) },
    ])
  })

  it('is refused for plain http, also on localhost, and for missing fields', async () => {
    const { projects } = await createSandbox()
    const { id } = projects.put({})
    const { clientId } = projects.addApi({
      project: id,
      api: 'express-embed',
      credential: { ...singlePageApp, redirectUriPatterns: ['http://localhost:3000/callback'] },
    })
    expect(() => projects.submitForReview({ project: id, clientId, ...review })).toThrow(
      'http://localhost:3000/callback is plain http',
    )
    const { privacyPolicy: _, ...incomplete } = review
    expect(() =>
      // @ts-expect-error -- it is missing
      projects.submitForReview({ project: id, clientId, ...incomplete }),
    ).toThrow('privacyPolicy')
  })
})

describe('secrets', () => {
  it('are two at most, and the last one stays', async () => {
    const { credentials } = await createSandbox()
    const second = credentials.addSecret('commerce-admin')
    expect(second).toMatch(/^p8e-/)
    expect(() => credentials.addSecret('commerce-admin')).toThrow('two at most')
    expect(() => credentials.addSecret('wknd-spa')).toThrow('has none')
    expect(
      credentials.removeSecret({ clientId: 'commerce-admin', secret: 'commerce-admin-secret' }),
    ).toBe(true)
    expect(credentials.removeSecret({ clientId: 'commerce-admin', secret: 'none' })).toBe(false)
    expect(() => credentials.removeSecret({ clientId: 'commerce-admin', secret: second })).toThrow(
      'give one or two',
    )
  })

  it('tell when they were added and last used', async () => {
    const sandbox = await createSandbox({ clock: { now: () => 1_000 } })
    expect(sandbox.credentials.secrets('wknd-service')).toEqual([{ createdAt: 1_000 }])
    sandbox.clock.advance({ seconds: 1 })
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'wknd-service',
        client_secret: 'wknd-service-secret',
        scope: sandbox.credentials.get('wknd-service').scopes.join(','),
      }),
    })
    expect(response.status).toBe(200)
    expect(sandbox.credentials.secrets('wknd-service')).toEqual([
      { createdAt: 1_000, lastUsedAt: 2_000 },
    ])
  })
})

describe('the control API', () => {
  it('has the same calls for another process', async () => {
    const sandbox = await createSandbox()
    const remote = connectToSandbox({
      origin: sandbox.origins.home,
      token: sandbox.controlToken ?? '',
      fetch: sandbox.fetch,
    })
    const { id } = await remote.projects.put({ title: 'Far' })
    const { clientId } = await remote.projects.addApi({
      project: id,
      api: 'express-embed',
      credential: singlePageApp,
    })
    expect(await remote.projects.get(id)).toEqual(sandbox.projects.get(id))
    expect(await remote.projects.list()).toEqual(sandbox.projects.list())
    expect(await remote.projects.listApis({ user: 'ada@wknd.test' })).toEqual(
      sandbox.projects.listApis({ user: 'ada@wknd.test' }),
    )
    expect(await remote.projects.download(id)).toEqual(sandbox.projects.download(id))
    const secret = await remote.credentials.addSecret('commerce-admin')
    expect(await remote.credentials.secrets('commerce-admin')).toHaveLength(2)
    expect(await remote.credentials.removeSecret({ clientId: 'commerce-admin', secret })).toBe(true)
    expect(
      await remote.credentials.judgeRedirectUris({
        type: 'single-page-app',
        defaultRedirectUri: '',
        redirectUriPatterns: [],
      }),
    ).toMatchObject({ problems: [{ member: 'defaultRedirectUri' }] })
    expect(await remote.projects.removeApi({ project: id, api: 'express-embed' })).toBe(true)
    expect(sandbox.projects.get(id).credentials).toEqual([clientId])
    await expect(remote.projects.get('7')).rejects.toThrow('no project "7"')
    await expect(remote.projects.put({ title: 'x'.repeat(46) })).rejects.toThrow('45 characters')
    expect(await remote.projects.remove(id)).toBe(true)
  })
})
