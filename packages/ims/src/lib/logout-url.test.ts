import { describe, expect, it } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { createLogoutUrl } from './logout-url.ts'

const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'openid',
})

describe('createLogoutUrl()', () => {
  it('names the client and the way back, and no token', () => {
    const url = createLogoutUrl(ims, { redirectUri: 'https://localhost:3001/' })
    expect(url.origin + url.pathname).toBe('https://ims-na1.adobelogin.com/ims/logout/v1')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-id-123',
      redirect_uri: 'https://localhost:3001/',
    })
  })

  it('refuses a way back that is only a path', () => {
    expect(() => createLogoutUrl(ims, { redirectUri: '/' })).toThrow(
      expect.objectContaining({ code: 'invalid_redirect_uri', option: 'redirectUri' }),
    )
  })
})
