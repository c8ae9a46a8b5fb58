import type { Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { revokeToken } from './revoke-token.ts'

describe('revokeToken()', () => {
  it('posts the token in the body and the client id in the query, as Adobe documents', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    await revokeToken(clientWith(fetch), 'fake.access.token')
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/revoke?client_id=client-id-123'),
      expect.objectContaining({
        method: 'POST',
        body: new URLSearchParams({ token: 'fake.access.token' }),
      }),
    )
  })

  it('reports a network that IMS’s CORS policy closes', async () => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))
    await expect(revokeToken(clientWith(fetch), 'fake.access.token')).rejects.toMatchObject({
      code: 'network_failed',
    })
  })
})

function clientWith(fetch: Fetch) {
  return createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'openid',
    fetch,
  })
}
