import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { SandboxError } from '../sandbox-error.ts'
import type { UserCredential } from '../state/credential.ts'
import { isRegistered, registeredOrigins, resolveRedirectUri } from './redirect-uri-pattern.ts'

const behavior = { nativeLoopback: 'refuse' } as const

const credential: UserCredential = {
  clientId: 'client-id-123',
  name: 'App',
  type: 'single-page-app',
  defaultRedirectUri: 'https://app.test/default',
  redirectUriPatterns: ['https://app\\.test/callback.*', 'https://localhost:3001/cb'],
  scopes: [],
}

describe('resolveRedirectUri()', () => {
  it('takes an address that matches a pattern', () => {
    expect(resolveRedirectUri(credential, 'https://app.test/callback/a?b=c', behavior)).toEqual({
      uri: 'https://app.test/callback/a?b=c',
      isDefault: false,
    })
  })

  it('matches without the fragment and keeps it', () => {
    expect(resolveRedirectUri(credential, 'https://localhost:3001/cb#x=1', behavior).uri).toBe(
      'https://localhost:3001/cb#x=1',
    )
  })

  it('falls back to the default', () => {
    expect(resolveRedirectUri(credential, 'https://app.test/other', behavior)).toEqual({
      uri: 'https://app.test/default',
      isDefault: true,
    })
  })
})

describe('a pattern as Adobe’s Console asks for it, with two backslashes', () => {
  const asInConsole: UserCredential = {
    ...credential,
    redirectUriPatterns: [String.raw`https://app\\.example\\.com/callback(\?.*)?$`],
  }

  it.each([
    ['https://app.example.com/callback', true],
    ['https://app.example.com/callback?a=b', true],
    ['https://appxexample.com/callback', false],
    ['https://app.example.com/other', false],
  ])('%s: %s', (uri, isMatch) => {
    expect(isRegistered(asInConsole, uri, behavior)).toBe(isMatch)
  })

  it('opens its origin to CORS', () => {
    expect(registeredOrigins(asInConsole)).toContain('https://app.example.com')
  })
})

describe('isRegistered()', () => {
  it.each([
    'https://app.test@evil.test/callback',
    'https://app.test:443@evil.test/callback',
    'https://user@app.test/callback',
    'https://app.test\\@evil.test/callback',
    'https://app.test/callback/../../admin',
    'https://app.test/callback/%2e%2e/admin',
    'https://appxtest/callback',
    'https://app%2etest/callback',
    'https://APP.test/callback',
    'https://äpp.test/callback',
    'https://app.test:8443/callback',
    'http://app.test/callback',
    'https://app.test.evil.test/callback',
    ' https://app.test/callback',
    'https://app.test/callback\n',
    '//app.test/callback',
    'javascript:alert(1)//https://app.test/callback',
    'https://localhost:3001/cb/more',
    'https://localhost:30010/cb',
    '',
  ])('does not take %s', (uri) => {
    expect(isRegistered(credential, uri, behavior)).toBe(false)
  })

  it('never leads to a host that is not registered, whatever is written around it', () => {
    const piece = fc.constantFrom(
      'https:',
      '//',
      '/',
      '\\',
      '@',
      '.',
      'app.test',
      'evil.test',
      '/callback',
      '#',
      '?',
      ':443',
      '%2f',
      '..',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const uri = pieces.join('')
        return !isRegistered(credential, uri, behavior) || new URL(uri).host === 'app.test'
      }),
      { seed: 20261121, numRuns: 5000 },
    )
  })

  it('refuses a pattern that looks around, and says what to do', () => {
    const looking = { ...credential, redirectUriPatterns: ['https://(?!evil).*'] }
    expect(() => isRegistered(looking, 'https://a.test/', behavior)).toThrow(SandboxError)
    expect(() => isRegistered(looking, 'https://a.test/', behavior)).toThrow(/leave out look-ahead/)
  })
})

describe('registeredOrigins()', () => {
  it('reads the literal origins of default and patterns', () => {
    expect([...registeredOrigins(credential)].toSorted()).toEqual([
      'https://app.test',
      'https://localhost:3001',
    ])
  })
})
