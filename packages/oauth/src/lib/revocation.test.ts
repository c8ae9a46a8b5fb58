import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { publicClient } from './client-authentication.ts'
import { requestRevocation } from './revocation.ts'

const options = {
  revocationEndpoint: 'https://server.test/revoke',
  clientAuthentication: publicClient('s6BhdRkqt3'),
  token: '45ghiukldjahdnhzdauz',
}

describe('RFC 7009 §2.1 revocation request', () => {
  it('posts the sample of the RFC, as a public client', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    await requestRevocation({ ...options, tokenTypeHint: 'refresh_token', fetch })
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://server.test/revoke'),
      expect.objectContaining({
        method: 'POST',
        body: new URLSearchParams({
          token: '45ghiukldjahdnhzdauz',
          token_type_hint: 'refresh_token',
          client_id: 's6BhdRkqt3',
        }),
      }),
    )
  })

  it('gives no hint by default', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    await requestRevocation({ ...options, fetch })
    const body = new URLSearchParams({ token: options.token, client_id: 's6BhdRkqt3' })
    expect(fetch.mock.calls[0]?.[1]?.body).toEqual(body)
  })
})

describe('RFC 7009 §2.2.1 error response', () => {
  it('reports what the server said', async () => {
    const fetch = async (): Promise<Response> =>
      Response.json({ error: 'unsupported_token_type' }, { status: 400 })
    await expect(requestRevocation({ ...options, fetch })).rejects.toMatchObject({
      code: 'token_error',
      error: 'unsupported_token_type',
    })
  })

  it('may be tried again after a 503', async () => {
    const fetch = async (): Promise<Response> => new Response('', { status: 503 })
    await expect(requestRevocation({ ...options, fetch })).rejects.toMatchObject({
      code: 'http_error',
      retryable: true,
    })
  })

  it('refuses to be redirected', async () => {
    const fetch = async (): Promise<Response> => new Response(null, { status: 302 })
    await expect(requestRevocation({ ...options, fetch })).rejects.toMatchObject({
      code: 'redirected',
    })
  })
})
