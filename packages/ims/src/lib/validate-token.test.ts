import type { Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { type TokenValidation, validateToken, type ValidateTokenOptions } from './validate-token.ts'

/** The claims that Adobe's own clients read; both times are texts in milliseconds. */
const claims = {
  type: 'access_token',
  client_id: 'client-id-123',
  user_id: 'B0DC108C5CD449CA0A494133@c62f24cc5b5b7e0e0a494004',
  created_at: '1763715600000',
  expires_in: '86400000',
}

describe('validateToken()', () => {
  it('asks as Adobe’s Go client does', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ valid: false }))
    await validateWith(fetch)
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/validate_token/v1'),
      expect.objectContaining({
        method: 'POST',
        headers: new Headers({ 'x-ims-clientid': 'client-id-123' }),
        body: new URLSearchParams({
          type: 'access_token',
          token: 'fake.access.token',
          client_id: 'client-id-123',
        }),
      }),
    )
  })

  it('asks after another kind of token', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ valid: false }))
    await validateWith(fetch, { type: 'refresh_token' })
    const [url, init] = fetch.mock.lastCall ?? []
    const sent = new URLSearchParams(await new Request(url ?? '', init).text())
    expect(sent.get('type')).toBe('refresh_token')
  })

  it('says whose a good token is, and when it ends', async () => {
    expect(await validate({ valid: true, token: claims })).toEqual({
      isValid: true,
      userId: claims.user_id,
      scopes: undefined,
      expiresAt: Date.UTC(2025, 10, 22, 9),
    })
  })

  it('says what a good token allows, where IMS does', async () => {
    const token = { ...claims, scope: 'AdobeID,openid' }
    expect(await validate({ valid: true, token })).toMatchObject({ scopes: ['AdobeID', 'openid'] })
  })

  it('takes a good token of which IMS says no more', async () => {
    expect(await validate({ valid: true })).toMatchObject({ isValid: true, expiresAt: undefined })
  })

  it('says why a token is not good', async () => {
    expect(await validate({ valid: false, reason: 'revoked' })).toEqual({
      isValid: false,
      reason: 'revoked',
    })
  })

  it('refuses the token of another client, whatever IMS thinks of it', async () => {
    const token = { ...claims, client_id: 'another-client' }
    expect(await validate({ valid: true, token })).toEqual({
      isValid: false,
      reason: 'issued to another client',
    })
  })

  it('does not take just any answer for a yes', async () => {
    await expect(validate({ valid: 'false' })).rejects.toMatchObject({
      code: 'wrong_type',
      field: 'valid',
    })
  })

  it('rejects when IMS does not know the client', async () => {
    const refusal = Response.json({ error: 'invalid_client' }, { status: 400 })
    await expect(validateWith(async () => refusal)).rejects.toMatchObject({
      error: 'invalid_client',
    })
  })
})

function validate(answer: object): Promise<TokenValidation> {
  return validateWith(async () => Response.json(answer))
}

function validateWith(fetch: Fetch, options?: ValidateTokenOptions): Promise<TokenValidation> {
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'AdobeID,openid',
    fetch,
  })
  return validateToken(ims, 'fake.access.token', options)
}
