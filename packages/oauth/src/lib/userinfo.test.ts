import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { requestUserinfo } from './userinfo.ts'

const options = {
  userinfoEndpoint: 'https://server.example.com/userinfo',
  accessToken: 'SlAV32hkKG',
}
/** The sample of OpenID Connect Core §5.3.2. */
const sample = { sub: '248289761001', name: 'Jane Doe', email: 'janedoe@example.com' }

describe('OpenID Connect Core §5.3 UserInfo', () => {
  it('sends the token in the Authorization header', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(sample))
    await requestUserinfo({ ...options, fetch })
    const [input, init] = fetch.mock.calls[0] ?? []
    const { method, url, headers } = new Request(input ?? '', init)
    expect(method).toBe('GET')
    expect(url).toBe('https://server.example.com/userinfo')
    expect(headers.get('authorization')).toBe('Bearer SlAV32hkKG')
  })

  it('reads the claims of the specification’s sample', async () => {
    const claims = await requestUserinfo({ ...options, fetch: async () => Response.json(sample) })
    expect(claims.required('name', 'string')).toBe('Jane Doe')
  })

  it('refuses an answer about another user, as §5.3.4 demands', async () => {
    const fetch = async (): Promise<Response> => Response.json(sample)
    await expect(requestUserinfo({ ...options, subject: '1', fetch })).rejects.toMatchObject({
      code: 'subject_mismatch',
    })
  })

  it('refuses an answer without a subject', async () => {
    const fetch = async (): Promise<Response> => Response.json({ name: 'Jane Doe' })
    await expect(requestUserinfo({ ...options, fetch })).rejects.toMatchObject({
      code: 'missing_field',
      field: 'sub',
    })
  })

  it('reports a token that is no good', async () => {
    const fetch = async (): Promise<Response> => new Response('', { status: 401 })
    await expect(requestUserinfo({ ...options, fetch })).rejects.toMatchObject({
      status: 401,
      needsInteraction: true,
    })
  })

  it('refuses to be redirected, which could carry the token elsewhere', async () => {
    const fetch = async (): Promise<Response> => new Response(null, { status: 302 })
    await expect(requestUserinfo({ ...options, fetch })).rejects.toMatchObject({
      code: 'redirected',
    })
  })
})
