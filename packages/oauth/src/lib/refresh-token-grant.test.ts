import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { clientSecretBasic, publicClient } from './client-authentication.ts'
import { requestRefreshTokenGrant } from './refresh-token-grant.ts'
import type { TokenSet } from './token-set.ts'

/** The answer of RFC 6749 §5.1, with the token type that it is a sample of. */
const granted = {
  access_token: '2YotnFZFEjr1zCsicMWpAA',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA',
}

describe('RFC 6749 §6 refreshing an access token', () => {
  it('posts the refresh token, and who the client is', async () => {
    const { request } = await refresh(granted)
    expect(Object.fromEntries(new URLSearchParams(await request.text()))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA',
      client_id: 's6BhdRkqt3',
    })
  })

  it('authenticates a confidential client as it is told to', async () => {
    const { request } = await refresh(
      granted,
      clientSecretBasic('s6BhdRkqt3', '7Fjfp0ZBr1KtDRbnfVdmIw'),
    )
    // RFC 6749 §2.3.1
    expect(request.headers.get('authorization')).toBe(
      'Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3',
    )
  })

  it('gives the tokens, of which nothing is enumerable', async () => {
    const { tokenSet } = await refresh(granted)
    expect(tokenSet.accessToken).toBe('2YotnFZFEjr1zCsicMWpAA')
    expect(tokenSet.refreshToken).toBe('tGzv3JOkF0XG5Qx2TlKWIA')
    expect(inspect(tokenSet) + JSON.stringify(tokenSet)).not.toMatch(/2Yotn|tGzv3/)
  })

  it('gives no refresh token where the answer has none: the old one stays good', async () => {
    const { tokenSet } = await refresh({ ...granted, refresh_token: undefined })
    expect(tokenSet.refreshToken).toBeUndefined()
  })

  it('needs no ID token', async () => {
    expect((await refresh(granted)).tokenSet.idToken).toBeUndefined()
  })

  it('is sent once, even when the server is busy', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response('', { status: 503 }))
    await expect(requestWith(fetch)).rejects.toMatchObject({ code: 'http_error', retryable: true })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('says with what the server refused, and nothing of the token', async () => {
    const refusal = Response.json({ error: 'invalid_grant' }, { status: 400 })
    const error: unknown = await requestWith(async () => refusal).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'TokenResponseError', error: 'invalid_grant' })
    expect(inspect(error)).not.toContain('tGzv3')
  })
})

async function refresh(
  answer: object,
  clientAuthentication = publicClient('s6BhdRkqt3'),
): Promise<{ readonly tokenSet: TokenSet; readonly request: Request }> {
  const requests: Request[] = []
  const tokenSet = await requestWith(async (input, init) => {
    requests.push(new Request(input, init))
    return Response.json(answer)
  }, clientAuthentication)
  const [sent] = requests
  if (!sent) throw new Error('Nothing was sent.')
  return { tokenSet, request: sent }
}

function requestWith(
  fetch: Fetch,
  clientAuthentication = publicClient('s6BhdRkqt3'),
): Promise<TokenSet> {
  return requestRefreshTokenGrant({
    tokenEndpoint: 'https://server.test/token',
    clientAuthentication,
    refreshToken: 'tGzv3JOkF0XG5Qx2TlKWIA',
    fetch,
  })
}
