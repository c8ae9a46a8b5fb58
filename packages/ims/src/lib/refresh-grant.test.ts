import type { Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { createImsClient as createAnyImsClient } from './credential-client.ts'
import { createImsClient } from './ims-client.ts'
import type { ImsGrant } from './ims-grant.ts'
import { refreshGrant, type RefreshGrantOptions } from './refresh-grant.ts'

const subject = 'B0DC108C5CD449CA0A494133@c62f24cc5b5b7e0e0a494004'
/** The four members that IMS documents for a refresh. */
const granted = {
  access_token: 'fake.access.token',
  refresh_token: 'fake.refresh.token.2',
  token_type: 'bearer',
  expires_in: 86_399,
}

describe('refreshGrant()', () => {
  it('asks IMS for the next tokens', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    await refreshWith(fetch)
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/token/v3'),
      expect.objectContaining({
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: 'fake.refresh.token.1',
          client_id: 'client-id-123',
        }),
      }),
    )
  })

  it('authenticates a web app by Basic, as Adobe’s Commerce tutorial does', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    const ims = createAnyImsClient({
      credential: 'web-app',
      clientId: 'client-id-123',
      clientSecret: 'fake-secret',
      redirectUri: 'https://localhost:3002/auth/callback',
      scopes: 'AdobeID,openid',
      fetch,
    })
    await refreshGrant(ims, 'fake.refresh.token.1')
    const [url, init] = fetch.mock.lastCall ?? []
    const sent = new Request(url ?? '', init)
    expect(sent.headers.get('authorization')).toBe(`Basic ${btoa('client-id-123:fake-secret')}`)
    expect(await sent.text()).toBe('grant_type=refresh_token&refresh_token=fake.refresh.token.1')
  })

  it('gives tokens and end', async () => {
    const { tokenSet, expiresAt } = await refresh(granted)
    expect(tokenSet.refreshToken).toBe('fake.refresh.token.2')
    expect(expiresAt).toBe(2_000 + 86_399_000)
  })

  it('takes what had been granted for granted', async () => {
    expect((await refresh(granted, { scopes: ['openid'] })).scopes).toEqual(['openid'])
  })

  it('takes what the app asks for where it is not told what had been granted', async () => {
    expect((await refresh(granted)).scopes).toEqual(['AdobeID', 'openid'])
  })

  it('believes what the answer says about scopes', async () => {
    const answer = { ...granted, scope: 'AdobeID' }
    expect((await refresh(answer, { scopes: ['openid'] })).scopes).toEqual(['AdobeID'])
  })

  it('takes an ID token of the same user', async () => {
    const answer = { ...granted, id_token: idTokenOf(subject) }
    expect((await refresh(answer, { subject })).claims?.sub).toBe(subject)
  })

  it('refuses an ID token of another user', async () => {
    const answer = { ...granted, id_token: idTokenOf('another-user') }
    await expect(refresh(answer, { subject })).rejects.toMatchObject({ code: 'subject_mismatch' })
  })

  it('refuses an ID token of another client', async () => {
    const answer = { ...granted, id_token: idTokenOf(subject, 'another-client') }
    await expect(refresh(answer)).rejects.toMatchObject({ code: 'audience_mismatch' })
  })

  it('rejects with what IMS refuses with', async () => {
    const refusal = Response.json({ error: 'invalid_grant' }, { status: 400 })
    await expect(refreshWith(async () => refusal)).rejects.toMatchObject({
      code: 'token_error',
      error: 'invalid_grant',
    })
  })
})

function refresh(answer: object, options?: RefreshGrantOptions): Promise<ImsGrant> {
  return refreshWith(async () => Response.json(answer), options)
}

function refreshWith(fetch: Fetch, options?: RefreshGrantOptions): Promise<ImsGrant> {
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'AdobeID,openid',
    fetch,
    clock: { now: () => 2_000, setTimer: () => () => {} },
  })
  return refreshGrant(ims, 'fake.refresh.token.1', options)
}

function idTokenOf(sub: string, aud = 'client-id-123'): string {
  const claims = { iss: 'https://ims-na1.adobelogin.com', sub, aud, iat: 1, exp: 2 }
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`
}
