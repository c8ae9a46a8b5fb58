import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { requestClientCredentials } from './client-credentials.ts'
import { createImsClient } from './credential-client.ts'
import type { ImsClient } from './ims-client.ts'
import { startAuthorization } from './start-authorization.ts'

const singlePageApp = {
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid',
} as const
const nativeApp = {
  ...singlePageApp,
  credential: 'native-app',
  redirectUri: 'adobe+0123456789abcdef0123456789abcdef01234567://adobeid/client-id-123',
} as const
const webApp = { ...singlePageApp, credential: 'web-app', clientSecret: 'fake-secret' } as const
const serverToServer = {
  credential: 'server-to-server',
  clientId: 'client-id-123',
  clientSecret: 'fake-secret',
  scopes: 'openid,AdobeID',
} as const

describe('createImsClient() for every credential', () => {
  it('takes a single-page app', () => {
    const ims = createImsClient(singlePageApp)
    expectTypeOf(ims).toEqualTypeOf<ImsClient<'single-page-app'>>()
    expect(ims.redirectUri).toBe('https://localhost:3001/callback')
  })

  it('takes a native app, at the address that Adobe made for it', () => {
    const ims = createImsClient(nativeApp)
    expectTypeOf(ims).toEqualTypeOf<ImsClient<'native-app'>>()
    expect(ims.redirectUri).toBe(nativeApp.redirectUri)
  })

  it('takes a web app', () => {
    const ims = createImsClient(webApp)
    expectTypeOf(ims).toEqualTypeOf<ImsClient<'web-app'>>()
    expect(ims.redirectUri).toBe('https://localhost:3001/callback')
  })

  it('takes a server-to-server credential, which has no redirect', () => {
    const ims = createImsClient(serverToServer)
    expectTypeOf(ims).toEqualTypeOf<ImsClient<'server-to-server'>>()
    expect(ims.redirectUri).toBeUndefined()
  })

  it('shows the secret nowhere', () => {
    const both = [createImsClient(webApp), createImsClient(serverToServer)]
    const shown = inspect(both, { depth: null, showHidden: true }) + JSON.stringify(both)
    expect(shown).not.toContain('fake-secret')
  })

  it('keeps the secret when the client is copied with another clock', () => {
    const headers = new Headers()
    const copy = { ...createImsClient(webApp), timeoutMs: 1_000 }
    copy.clientAuthentication.authenticate(new URLSearchParams(), headers)
    expect(headers.get('authorization')).toBe(`Basic ${btoa('client-id-123:fake-secret')}`)
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(createImsClient(webApp))).toBe(true)
  })
})

describe('createImsClient() for every credential, wrong pairings', () => {
  it('knows no secret of a single-page app', () => {
    // @ts-expect-error everybody who opens the page could read it
    expect(() => createImsClient({ ...singlePageApp, clientSecret: 'fake-secret' })).toThrow(
      'clientSecret is given for a single-page-app, which has none: leave it out, and if Adobe Developer Console shows one, correct credential.',
    )
  })

  it('knows no secret of a native app', () => {
    // @ts-expect-error everybody who has the app could read it
    expect(() => createImsClient({ ...nativeApp, clientSecret: 'fake-secret' })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'clientSecret' }),
    )
  })

  it('misses the secret of a web app', () => {
    const { clientSecret: _, ...withoutSecret } = webApp
    // @ts-expect-error a web app has one
    expect(() => createImsClient(withoutSecret)).toThrow(
      'clientSecret is missing or still a placeholder: copy it from the credential in Adobe Developer Console.',
    )
  })

  it('misses the secret of a server-to-server credential', () => {
    // @ts-expect-error what an .env file without it gives
    expect(() => createImsClient({ ...serverToServer, clientSecret: undefined })).toThrow(
      expect.objectContaining({ option: 'clientSecret' }),
    )
  })

  it('knows a placeholder from a secret, and does not repeat it', () => {
    const clientSecret = '<your client secret>'
    expect(() => createImsClient({ ...webApp, clientSecret })).toThrow(
      /^(?!.*your client secret).*clientSecret is missing or still a placeholder/,
    )
  })

  it('misses the redirect URI of a web app', () => {
    // @ts-expect-error users come back to somewhere
    expect(() => createImsClient({ ...webApp, redirectUri: undefined })).toThrow(
      expect.objectContaining({ code: 'invalid_redirect_uri', option: 'redirectUri' }),
    )
  })

  it('has no place for a redirect URI of a server-to-server credential', () => {
    const redirectUri = 'https://localhost:3002/auth/callback'
    // @ts-expect-error there is no redirect
    expect(createImsClient({ ...serverToServer, redirectUri }).redirectUri).toBeUndefined()
  })

  it('refuses a loopback address of a native app, as IMS does', () => {
    const redirectUri = 'http://127.0.0.1:8765/callback'
    expect(() => createImsClient({ ...nativeApp, redirectUri })).toThrow(
      'redirectUri is not the one of a native app, which begins with adobe+ and a hash: copy it from the credential in Adobe Developer Console.',
    )
  })

  it('misses the redirect URI of a native app', () => {
    // @ts-expect-error what an .env file without it gives
    expect(() => createImsClient({ ...nativeApp, redirectUri: undefined })).toThrow(
      expect.objectContaining({ code: 'invalid_redirect_uri' }),
    )
  })

  it('refuses the redirect URI of a web app that is not secure', () => {
    const redirectUri = 'http://shop.test/auth/callback'
    expect(() => createImsClient({ ...webApp, redirectUri })).toThrow(
      expect.objectContaining({ code: 'insecure_redirect_uri' }),
    )
  })

  it('knows no other credential', () => {
    // @ts-expect-error retired by Adobe
    expect(() => createImsClient({ ...webApp, credential: 'service-account' })).toThrow(
      `credential is "service-account": give 'single-page-app', 'native-app', 'web-app' or 'server-to-server', whichever Adobe Developer Console calls it.`,
    )
  })

  it('signs no user in with a server-to-server credential', () => {
    const ims = createImsClient(serverToServer)
    // @ts-expect-error it has no users
    expectTypeOf(startAuthorization).toBeCallableWith(ims)
  })

  it('lets only a server-to-server credential ask for itself', () => {
    const ims = createImsClient(webApp)
    // @ts-expect-error it acts for users
    expectTypeOf(requestClientCredentials).toBeCallableWith(ims)
  })
})
