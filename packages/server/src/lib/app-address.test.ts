import { describe, expect, it } from 'vitest'
import { parseAppAddress } from './app-address.ts'

describe('parseAppAddress()', () => {
  it('puts the routes beside the redirect URI', () => {
    const { origin, basePath, paths } = parseAppAddress('https://localhost:3002/auth/callback')
    expect(origin).toBe('https://localhost:3002')
    expect(basePath).toBe('/auth')
    expect(paths).toEqual({
      signIn: '/auth/sign-in',
      callback: '/auth/callback',
      signOut: '/auth/sign-out',
      session: '/auth/session',
    })
  })

  it('puts them at the top where the redirect URI is', () => {
    const { basePath, paths } = parseAppAddress('https://app.example/callback')
    expect([basePath, paths.signIn]).toEqual(['', '/sign-in'])
  })

  it.each([
    ['https://localhost:3002/auth/callback', '__Host-mudbrick-3002'],
    ['https://app.example/auth/callback', '__Host-mudbrick-443'],
    ['http://localhost:3002/auth/callback', 'mudbrick-3002'],
    ['http://127.0.0.1/auth/callback', 'mudbrick-80'],
  ])('names the cookies of %s after its port', (redirectUri, cookieName) => {
    expect(parseAppAddress(redirectUri)).toHaveProperty('cookieName', cookieName)
  })

  it.each([
    ['https://app.example/admin/auth/callback', '__Host-mudbrick-443~admin~auth'],
    ['https://app.example/admin-auth/callback', '__Host-mudbrick-443~admin-auth'],
    ['https://app.example/callback', '__Host-mudbrick-443~'],
    ['http://localhost:3002/a.b/c;d/callback', 'mudbrick-3002~a-b~c-d'],
    [`https://app.example/${'a'.repeat(100)}/callback`, `__Host-mudbrick-443~${'a'.repeat(51)}`],
  ])('names the cookies of %s after the path of its routes too', (redirectUri, cookieName) => {
    expect(parseAppAddress(redirectUri)).toHaveProperty('cookieName', cookieName)
  })

  it('names the cookies as told, with the prefix that protects them', () => {
    const options = { cookieName: 'shop' }
    expect(
      ['https://app.example/auth/callback', 'http://localhost:3002/auth/callback'].map(
        (redirectUri) => parseAppAddress(redirectUri, options).cookieName,
      ),
    ).toEqual(['__Host-shop', 'shop'])
  })

  it.each([
    [undefined, false, '/', '/admin/auth/sign-in'],
    ['/admin', false, '/admin/', '/admin/auth/sign-in'],
    ['/admin/', true, '/admin/', '/auth/sign-in'],
    ['/admin/auth', true, '/admin/auth/', '/sign-in'],
  ])('has the app at %s, removed: %s', (appPath, isAppPathStripped, home, signIn) => {
    const redirectUri = 'https://app.example/admin/auth/callback'
    const address = parseAppAddress(redirectUri, { appPath, isAppPathStripped })
    expect([address.home, address.arrivingPaths.signIn, address.paths.signIn]).toEqual([
      home,
      signIn,
      '/admin/auth/sign-in',
    ])
  })

  it('refuses http, except on this machine', () => {
    expect(() => parseAppAddress('http://app.example/auth/callback')).toThrow(
      expect.objectContaining({ code: 'insecure_redirect_uri' }),
    )
  })

  it.each(['/', '/auth/', '/auth/sign-in', '/auth/sign-out', '/auth/session'])(
    'refuses %s, which is not a path of its own',
    (path) => {
      expect(() => parseAppAddress(`https://app.example${path}`)).toThrow(
        expect.objectContaining({ code: 'invalid_redirect_uri', option: 'redirectUri' }),
      )
    },
  )
})
