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

  it('refuses http, except on this machine', () => {
    expect(() => parseAppAddress('http://app.example/auth/callback')).toThrow(
      expect.objectContaining({ code: 'insecure_redirect_uri' }),
    )
  })

  it.each(['/', '/auth/', '/auth/sign-in', '/auth/sign-out', '/auth/session'])(
    'refuses %s, which leaves no room for the routes',
    (path) => {
      expect(() => parseAppAddress(`https://app.example${path}`)).toThrow(
        expect.objectContaining({ code: 'invalid_redirect_uri', option: 'redirectUri' }),
      )
    },
  )
})
