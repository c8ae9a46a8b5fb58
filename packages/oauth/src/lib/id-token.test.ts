import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type IdTokenClaims, validateIdToken } from './id-token.ts'

/** The claims of the sample in OpenID Connect Core §2, which expired in 2011. */
const sample = {
  iss: 'https://server.example.com',
  sub: '24400320',
  aud: 's6BhdRkqt3',
  nonce: 'n-0S6_WzA2Mj',
  exp: 1311281970,
  iat: 1311280970,
  auth_time: 1311280969,
  acr: 'urn:mace:incommon:iap:silver',
}
const expected = {
  clientId: 's6BhdRkqt3',
  issuers: ['https://server.example.com', 'https://server.example.com/ims'],
  nonce: 'n-0S6_WzA2Mj',
}

describe('OpenID Connect Core §3.1.3.7 ID token validation', () => {
  it('gives the claims of the specification’s sample', () => {
    expect(validate({})).toEqual(sample)
  })

  it('accepts the issuer by its other name', () => {
    expect(validate({ iss: 'https://server.example.com/ims' }).sub).toBe('24400320')
  })

  it('refuses another issuer', () => {
    expect(refusalOf({ iss: 'https://evil.test' })).toMatchObject({ code: 'issuer_mismatch' })
  })

  it('refuses a token for another client', () => {
    expect(refusalOf({ aud: 'another-client' })).toMatchObject({ code: 'audience_mismatch' })
  })

  it('accepts a list with this client alone', () => {
    expect(validate({ aud: ['s6BhdRkqt3'] }).sub).toBe('24400320')
  })

  it('refuses several clients where none is the authorized party', () => {
    expect(refusalOf({ aud: ['s6BhdRkqt3', 'another-client'] })).toMatchObject({
      code: 'audience_mismatch',
    })
  })

  it('accepts several clients where this one is the authorized party', () => {
    const aud = ['s6BhdRkqt3', 'another-client']
    expect(validate({ aud, azp: 's6BhdRkqt3' }).sub).toBe('24400320')
  })

  it('refuses a token whose authorized party is another client', () => {
    expect(refusalOf({ azp: 'another-client' })).toMatchObject({ code: 'audience_mismatch' })
  })

  it('refuses another nonce', () => {
    expect(refusalOf({ nonce: 'replayed' })).toMatchObject({ code: 'nonce_mismatch' })
  })

  it('refuses a token without nonce where one was sent', () => {
    expect(refusalOf({ nonce: undefined })).toMatchObject({ code: 'nonce_mismatch' })
  })

  it('asks for no nonce where none was sent', () => {
    const { nonce: _, ...withoutNonce } = expected
    const token = tokenOf({ ...sample, nonce: undefined })
    expect(validateIdToken(token, withoutNonce).sub).toBe('24400320')
  })

  it('refuses a token that ended before it was issued', () => {
    expect(refusalOf({ exp: 1311280969 })).toMatchObject({ code: 'malformed_id_token' })
  })

  it('refuses a token without end', () => {
    expect(refusalOf({ exp: undefined })).toMatchObject({ code: 'malformed_id_token' })
  })

  it('refuses a token without subject', () => {
    expect(refusalOf({ sub: undefined })).toMatchObject({ code: 'malformed_id_token' })
  })

  it('refuses what is no token', () => {
    expect(() => validateIdToken('fake-id-token', expected)).toThrow(
      'The ID token cannot be read: start sign-in again, and report it if it stays.',
    )
  })

  it('reads names in UTF-8', () => {
    expect(validate({ name: 'Ada Löveläce ☕' })).toMatchObject({ name: 'Ada Löveläce ☕' })
  })

  it('shows nothing of a token that it refuses', () => {
    const errors = [
      refusalOf({ iss: 'fake-issuer' }),
      refusalOf({ aud: 'fake-client' }),
      refusalOf({ nonce: 'fake-nonce' }),
      refusalOf({ exp: 0, name: 'fake-name' }),
    ]
    expect(errors.join() + inspect(errors) + JSON.stringify(errors)).not.toContain('fake-')
  })
})

function tokenOf(claims: object): string {
  const header = Buffer.from('{"alg":"RS256"}').toString('base64url')
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`
}

function validate(changes: object): IdTokenClaims {
  return validateIdToken(tokenOf({ ...sample, ...changes }), expected)
}

function refusalOf(changes: object): unknown {
  try {
    return validate(changes)
  } catch (error) {
    return error
  }
}
