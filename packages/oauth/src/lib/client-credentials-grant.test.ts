import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { clientSecretBasic, clientSecretPost } from './client-authentication.ts'
import {
  requestClientCredentialsGrant,
  type RequestClientCredentialsGrantOptions,
} from './client-credentials-grant.ts'
import type { TokenSet } from './token-set.ts'

/** The answer of RFC 6749 §4.4.3, with the token type that it is a sample of. */
const granted = { access_token: '2YotnFZFEjr1zCsicMWpAA', token_type: 'Bearer', expires_in: 3600 }

describe('RFC 6749 §4.4 client credentials grant', () => {
  it('authenticates as the RFC’s example does', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    await request(fetch)
    const [url, init] = fetch.mock.lastCall ?? []
    const sent = new Request(url ?? '', init)
    expect(sent.headers.get('authorization')).toBe(
      'Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3',
    )
    expect(await sent.text()).toBe('grant_type=client_credentials&scope=read+write')
  })

  it('sends the secret in the body where it is told to', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    await request(fetch, {
      clientAuthentication: clientSecretPost('client-id-123', 'fake-secret'),
      scopeSeparator: ',',
    })
    expect(fetch.mock.lastCall?.[1]?.body).toEqual(
      new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'read,write',
        client_id: 'client-id-123',
        client_secret: 'fake-secret',
      }),
    )
  })

  it('gives the token, which is not enumerable', async () => {
    const tokenSet = await request(async () => Response.json(granted))
    expect(tokenSet).toMatchObject({ accessToken: granted.access_token, expiresInSeconds: 3600 })
    expect(inspect(tokenSet) + JSON.stringify(tokenSet)).not.toContain('2Yotn')
  })

  it('is sent once, even when the server is busy', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response('', { status: 503 }))
    await expect(request(fetch)).rejects.toMatchObject({ code: 'http_error', retryable: true })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('says with what the server refused, and nothing of the secret', async () => {
    const refusal = Response.json({ error: 'invalid_client' }, { status: 401 })
    const error: unknown = await request(async () => refusal).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'TokenResponseError', error: 'invalid_client' })
    expect(inspect(error)).not.toMatch(/7Fjfp0|czZCaG/)
  })
})

function request(
  fetch: Fetch,
  options: Partial<RequestClientCredentialsGrantOptions> = {},
): Promise<TokenSet> {
  return requestClientCredentialsGrant({
    tokenEndpoint: 'https://server.test/token',
    // RFC 6749 §2.3.1
    clientAuthentication: clientSecretBasic('s6BhdRkqt3', '7Fjfp0ZBr1KtDRbnfVdmIw'),
    scopes: ['read', 'write'],
    fetch,
    ...options,
  })
}
