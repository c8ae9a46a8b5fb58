import { describe, expect, it } from 'vitest'
import { resolveEnvironment } from './ims-environment.ts'

describe('resolveEnvironment()', () => {
  it('knows the endpoints of production, as Adobe documents them', () => {
    expect(resolveEnvironment('production')).toEqual({
      authorizationEndpoint: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
      tokenEndpoint: 'https://ims-na1.adobelogin.com/ims/token/v3',
      userinfoEndpoint: 'https://ims-na1.adobelogin.com/ims/userinfo/v2',
      validationEndpoint: 'https://ims-na1.adobelogin.com/ims/validate_token/v1',
      revocationEndpoint: 'https://ims-na1.adobelogin.com/ims/revoke',
      logoutEndpoint: 'https://ims-na1.adobelogin.com/ims/logout/v1',
    })
  })

  it('knows stage', () => {
    expect(resolveEnvironment('stage').tokenEndpoint).toBe(
      'https://ims-na1-stg1.adobelogin.com/ims/token/v3',
    )
  })

  it('takes an origin, such as the sandbox’s', () => {
    expect(resolveEnvironment('https://127.0.0.1:8443').revocationEndpoint).toBe(
      'https://127.0.0.1:8443/ims/revoke',
    )
  })

  it('takes the endpoints of the tutorial’s .env file, and finds the others', () => {
    const environment = resolveEnvironment({
      authorizationEndpoint: 'https://127.0.0.1:8443/ims/authorize/v2',
      tokenEndpoint: 'https://127.0.0.1:8443/ims/token/v3',
      userinfoEndpoint: undefined,
    })
    expect(environment.userinfoEndpoint).toBe('https://127.0.0.1:8443/ims/userinfo/v2')
    expect(environment.logoutEndpoint).toBe('https://127.0.0.1:8443/ims/logout/v1')
  })

  it('leaves an endpoint that it is given as it is', () => {
    const tokenEndpoint = 'https://proxy.test/token'
    expect(resolveEnvironment({ tokenEndpoint }).tokenEndpoint).toBe(tokenEndpoint)
  })

  it('refuses a name that it does not know', () => {
    expect(() => resolveEnvironment('prod')).toThrow(
      expect.objectContaining({
        code: 'unknown_environment',
        option: 'environment',
        message:
          "environment is \"prod\": give 'production', 'stage', or the origin of another IMS, such as https://127.0.0.1:8443.",
      }),
    )
  })

  it('refuses an address that is more than an origin', () => {
    expect(() => resolveEnvironment('https://ims-na1.adobelogin.com/ims')).toThrow(
      'environment is "https://ims-na1.adobelogin.com/ims", which is more than an origin: give https://ims-na1.adobelogin.com alone.',
    )
  })

  it('names an endpoint that is no URL', () => {
    expect(() => resolveEnvironment({ tokenEndpoint: 'https://' })).toThrow(
      expect.objectContaining({ code: 'unknown_environment', option: 'tokenEndpoint' }),
    )
  })

  it('names an endpoint that is not secure', () => {
    const tokenEndpoint = 'https://127.0.0.1:8443/ims/token/v3'
    const userinfoEndpoint = 'http://ims.test/ims/userinfo/v2'
    expect(() => resolveEnvironment({ tokenEndpoint, userinfoEndpoint })).toThrow(
      /^userinfoEndpoint is "http:\/\/ims\.test\/ims\/userinfo\/v2", which is not secure/,
    )
  })

  it('cannot guess where nothing is given', () => {
    expect(() => resolveEnvironment({})).toThrow(
      "environment names neither a tokenEndpoint nor an authorizationEndpoint: give one, or 'production'.",
    )
  })
})
