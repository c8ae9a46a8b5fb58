import { describe, expect, expectTypeOf, it } from 'vitest'
import { createImsClient, type CreateImsClientOptions, type ImsClient } from './ims-client.ts'

const options: CreateImsClientOptions = {
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
}

describe('createImsClient()', () => {
  it('reads scopes as Adobe’s tutorial writes them', () => {
    expect(createImsClient(options).scopes).toEqual([
      'AdobeID',
      'openid',
      'aem.folders',
      'aem.assets.author',
      'aem.fragments.management',
    ])
  })

  it('takes scopes with spaces', () => {
    expect(createImsClient({ ...options, scopes: 'AdobeID, openid' }).scopes).toEqual([
      'AdobeID',
      'openid',
    ])
  })

  it('takes a list of scopes', () => {
    expect(createImsClient({ ...options, scopes: ['AdobeID', 'openid'] }).scopes).toEqual([
      'AdobeID',
      'openid',
    ])
  })

  it('asks for no scope twice', () => {
    expect(createImsClient({ ...options, scopes: 'openid,openid' }).scopes).toEqual(['openid'])
  })

  it('cannot be changed', () => {
    const ims = createImsClient(options)
    expect([ims, ims.scopes, ims.environment].every(Object.isFrozen)).toBe(true)
  })

  it('leaves other credentials to the entry that has all of them', () => {
    // @ts-expect-error a web app needs a server
    expect(() => createImsClient({ ...options, credential: 'web-app' })).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        option: 'credential',
        message:
          'credential is "web-app": createImsClient of @mudbrick/ims/credentials makes clients for it.',
      }),
    )
  })

  it('takes no secret', () => {
    // @ts-expect-error everybody who opens the page could read it
    expect(createImsClient({ ...options, clientSecret: 'fake-secret' })).toBeDefined()
  })

  it('signs users in, which a server-to-server credential does not', () => {
    expectTypeOf(createImsClient(options)).toEqualTypeOf<ImsClient<'single-page-app'>>()
    expectTypeOf(createImsClient(options)).toExtend<ImsClient>()
    expectTypeOf<ImsClient<'server-to-server'>>().not.toExtend<ImsClient>()
  })
})

describe('createImsClient(), mistakes', () => {
  it('misses a client id', () => {
    expect(() => createImsClient({ ...options, clientId: '' })).toThrow(
      expect.objectContaining({
        code: 'missing_client_id',
        option: 'clientId',
        message:
          'clientId is missing or still a placeholder: copy it from the credential in Adobe Developer Console.',
      }),
    )
  })

  it('knows the tutorial’s placeholder from a client id', () => {
    const clientId = '<ADC Project OAuth Single-Page App credential ClientID>'
    expect(() => createImsClient({ ...options, clientId })).toThrow(
      expect.objectContaining({ code: 'missing_client_id' }),
    )
  })

  it.each(['undefined', 'null', '[object Object]'])(
    'knows %s from a client id, which a variable that is not set becomes as text',
    (clientId) => {
      expect(() => createImsClient({ ...options, clientId })).toThrow(
        expect.objectContaining({ code: 'missing_client_id' }),
      )
    },
  )

  it('misses all options', () => {
    const create: () => unknown = createImsClient as () => unknown
    expect(create).toThrow(expect.objectContaining({ option: 'redirectUri' }))
  })

  it('takes no scopes of another kind', () => {
    const scopes = { AdobeID: true } as unknown as string
    expect(() => createImsClient({ ...options, scopes })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'scopes' }),
    )
  })

  it('misses scopes', () => {
    expect(() => createImsClient({ ...options, scopes: ' , ' })).toThrow(
      'scopes is empty: copy the scopes from the credential in Adobe Developer Console.',
    )
  })

  it('misses scopes of which an .env file says nothing', () => {
    // @ts-expect-error what a program without types can do
    expect(() => createImsClient({ ...options, scopes: undefined })).toThrow(/^scopes is empty/)
  })

  it('refuses a redirect URI that is not secure', () => {
    expect(() => createImsClient({ ...options, redirectUri: 'http://app.test/callback' })).toThrow(
      expect.objectContaining({ code: 'insecure_redirect_uri', option: 'redirectUri' }),
    )
  })

  it('accepts a redirect URI that is not secure on this machine', () => {
    const redirectUri = 'http://localhost:8888/callback'
    expect(createImsClient({ ...options, redirectUri }).redirectUri).toBe(redirectUri)
  })

  it('refuses a redirect URI that is only a path', () => {
    expect(() => createImsClient({ ...options, redirectUri: '/callback' })).toThrow(
      expect.objectContaining({ code: 'invalid_redirect_uri' }),
    )
  })

  it('refuses a redirect URI with a fragment', () => {
    expect(() => createImsClient({ ...options, redirectUri: 'https://app.test/#/cb' })).toThrow(
      'redirectUri has a fragment, which OAuth forbids (RFC 6749 §3.1.2): leave out what follows the #.',
    )
  })
})
