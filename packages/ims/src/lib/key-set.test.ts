import { describe, expect, it, vi } from 'vitest'
import type { Fetch } from '@mudbrick/oauth'
import { createImsClient } from './ims-client.ts'
import { requestKeySet } from './key-set.ts'

// RFC 7517 appendix A.1, shortened.
const key = { kty: 'RSA', n: '0vx7agoebGcQSuu', e: 'AQAB', alg: 'RS256', kid: '2011-04-29' }

describe('requestKeySet()', () => {
  it('gives the keys, and leaves out what is not a key', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ keys: [key, 'no key', null] }))
    expect(await requestKeySet(clientWith(fetch))).toEqual({ keys: [key] })
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/keys'),
      expect.objectContaining({ redirect: 'manual' }),
    )
  })

  it('rejects an answer without keys', async () => {
    const ims = clientWith(async () => Response.json({}))
    await expect(requestKeySet(ims)).rejects.toMatchObject({ code: 'missing_field', field: 'keys' })
  })

  it('rejects a refusal', async () => {
    const ims = clientWith(async () => new Response(null, { status: 503 }))
    await expect(requestKeySet(ims)).rejects.toMatchObject({ code: 'http_error', status: 503 })
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
