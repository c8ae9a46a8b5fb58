import { createImsClient } from '@mudbrick/ims/credentials'
import { createTestKeys } from '@mudbrick/testing/server-app'
import { createMemoryGrantStore, createVault } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { createSessions, type CreateSessionsOptions } from './create-sessions.ts'

const ims = createImsClient({
  credential: 'web-app',
  clientId: 'client-id-123',
  clientSecret: 'fake-secret',
  redirectUri: 'https://app.example/auth/callback',
  scopes: 'openid',
})
const keys = createTestKeys('first')
const store = createMemoryGrantStore()

describe('createSessions()', () => {
  it('sends nothing', async () => {
    const vault = await createVault({ ims, store, keys })
    const silent = { current: () => Promise.reject(new Error('asked')), byId: keys.byId }
    expect(createSessions({ ims, vault, keys: silent })).toHaveProperty('basePath', '/auth')
  })

  it.each([
    ['vault', 'await createVault', () => ({ ims, keys })],
    ['vault', 'await createVault', () => ({ ims, keys, vault: createVault({ ims, store, keys }) })],
    [
      'keys',
      'createEnvironmentKeyring()',
      async () => ({ ims, vault: await createVault({ ims, store, keys }) }),
    ],
    ['ims', "credential: 'web-app'", () => ({ ims: { ...ims, credential: 'single-page-app' } })],
    ['ims', "credential: 'web-app'", () => ({})],
    ['options', 'ims, vault, keys', () => undefined],
    ['options', 'ims, vault, keys', () => null],
    [
      'idleTimeout',
      'Unknown option idleTimeout for createSessions: it takes ims, vault, keys, ',
      async () => ({ ims, keys, vault: await createVault({ ims, store, keys }), idleTimeout: 1 }),
    ],
  ])('says what to give for %s: %s', async (option, advice, createOptions) => {
    const options: unknown = await Promise.resolve<unknown>(createOptions())
    expect(() => createSessions(options as CreateSessionsOptions)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        option,
        message: expect.stringContaining(advice),
      }),
    )
  })

  it('takes no other credential, by its type', () => {
    const spa = { ...ims, credential: 'single-page-app' } as const
    // @ts-expect-error -- a page signs in without a server
    expect(() => createSessions({ ims: spa })).toThrow('ims is not the client')
  })
})
