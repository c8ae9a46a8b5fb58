import { describe, expect, it } from 'vitest'
import { parseAccessToken } from './access-token.ts'

const claims = {
  id: 'token-123',
  type: 'access_token',
  client_id: 'client-id-123',
  user_id: 'AB12@AdobeID',
  scope: 'openid,AdobeID',
  created_at: '1700000000000',
  expires_in: '86400000',
}

describe('parseAccessToken()', () => {
  it('reads times that are texts, and scopes that commas separate', () => {
    expect(parse(claims)).toEqual({
      id: 'token-123',
      clientId: 'client-id-123',
      userId: 'AB12@AdobeID',
      scopes: ['openid', 'AdobeID'],
      createdAt: 1_700_000_000_000,
      expiresAt: 1_700_086_400_000,
    })
  })

  it('reads times that are numbers, and no scope at all', () => {
    const { scope: _, ...unscoped } = claims
    const numbers = { created_at: 1_700_000_000_000, expires_in: 3_600_000 }
    expect(parse({ ...unscoped, ...numbers })).toMatchObject({
      scopes: [],
      expiresAt: 1_700_003_600_000,
    })
  })

  it.each([
    ['a refresh token', { type: 'refresh_token' }],
    ['a code', { type: 'authorization_code' }],
    ['what says no type', { type: undefined }],
    ['what names no token', { id: undefined }],
    ['what names no user', { user_id: '' }],
    ['what names no client', { client_id: 7 }],
    ['what does not say when it began', { created_at: undefined }],
    ['what does not say how long it lives', { expires_in: 'for ever' }],
    ['what says so in a list', { expires_in: ['86400000'] }],
  ])('refuses %s', (_, changes) => {
    expect(parse({ ...claims, ...changes })).toBeUndefined()
  })

  it.each([null, 'text', [claims]])('refuses %j, which is no object', (json) => {
    expect(parse(json)).toBeUndefined()
  })

  it('takes nothing from what is no JSON', () => {
    expect(parseAccessToken(new TextEncoder().encode('fake-token'))).toBeUndefined()
  })
})

function parse(json: unknown) {
  return parseAccessToken(new TextEncoder().encode(JSON.stringify(json)))
}
