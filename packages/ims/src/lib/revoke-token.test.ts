import type { Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { createImsClient as createAnyImsClient } from './credential-client.ts'
import { createImsClient } from './ims-client.ts'
import { revokeToken } from './revoke-token.ts'

const webApp = {
  credential: 'web-app',
  clientId: 'client-id-123',
  clientSecret: 'fake-secret',
  redirectUri: 'https://localhost:3002/auth/callback',
  scopes: 'openid',
} as const

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

  it('authenticates a web app by Basic, as Adobe documents', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    await revokeToken(createAnyImsClient({ ...webApp, fetch }), 'fake.refresh.token')
    const [url, init] = fetch.mock.lastCall ?? []
    const sent = new Request(url ?? '', init)
    expect(sent.url).toBe('https://ims-na1.adobelogin.com/ims/revoke')
    expect(sent.headers.get('authorization')).toBe(`Basic ${btoa('client-id-123:fake-secret')}`)
    expect(await sent.text()).toBe('token=fake.refresh.token')
  })

  it('sends the secret of a server-to-server credential in the body, not in the address', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    const { redirectUri: _, ...service } = webApp
    const ims = createAnyImsClient({ ...service, credential: 'server-to-server', fetch })
    await revokeToken(ims, 'fake.access.token')
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/revoke'),
      expect.objectContaining({
        headers: new Headers(),
        body: new URLSearchParams({
          token: 'fake.access.token',
          client_id: 'client-id-123',
          client_secret: 'fake-secret',
        }),
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
