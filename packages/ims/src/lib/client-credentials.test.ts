import type { Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { requestClientCredentials } from './client-credentials.ts'
import { createImsClient } from './credential-client.ts'
import type { ImsGrant } from './ims-grant.ts'

/** The members of Adobe's sample for version 3 of the token endpoint. */
const granted = { access_token: 'fake.access.token', token_type: 'bearer', expires_in: 86_399 }

describe('requestClientCredentials()', () => {
  it('asks as Adobe documents it', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    await requestWith(fetch)
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/token/v3'),
      expect.objectContaining({
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'openid,AdobeID,commerce.accs',
          client_id: 'client-id-123',
          client_secret: 'fake-secret',
        }),
      }),
    )
  })

  it('gives token, scopes and end', async () => {
    const grant = await requestWith(async () => Response.json(granted))
    expect(grant.tokenSet.accessToken).toBe('fake.access.token')
    expect(grant).toMatchObject({
      claims: undefined,
      scopes: ['openid', 'AdobeID', 'commerce.accs'],
      receivedAt: 2_000,
      expiresAt: 2_000 + 86_399_000,
    })
  })

  it('rejects with what IMS refuses with', async () => {
    const refusal = Response.json({ error: 'invalid_scope' }, { status: 400 })
    await expect(requestWith(async () => refusal)).rejects.toMatchObject({
      code: 'token_error',
      error: 'invalid_scope',
    })
  })
})

function requestWith(fetch: Fetch): Promise<ImsGrant> {
  const ims = createImsClient({
    credential: 'server-to-server',
    clientId: 'client-id-123',
    clientSecret: 'fake-secret',
    scopes: 'openid,AdobeID,commerce.accs',
    fetch,
    clock: { now: () => 2_000, setTimer: () => () => {} },
  })
  return requestClientCredentials(ims)
}
