import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { requestAuthorizationCodeGrant } from './authorization-code-grant.ts'
import { validateAuthorizationResponse } from './authorization-response.ts'
import type { AuthorizationTransaction } from './authorization-transaction.ts'
import { publicClient } from './client-authentication.ts'
import type { TokenSet } from './token-set.ts'

const transaction: AuthorizationTransaction = {
  state: 'xyz',
  nonce: undefined,
  redirectUri: 'https://client.example.com/cb',
  scope: 'profile',
  createdAt: 0,
  codeVerifier: 'fake-verifier',
}
/** The sample of RFC 6749 §5.1. */
const sample = {
  access_token: '2YotnFZFEjr1zCsicMWpAA',
  token_type: 'example',
  expires_in: 3600,
  refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA',
}
const granted = { ...sample, token_type: 'Bearer' }

afterEach(() => {
  vi.useRealTimers()
})

describe('RFC 6749 §4.1.3 access token request', () => {
  it('posts the code, the verifier and the redirect URI as requested', async () => {
    const request = await requestSentWith(granted)
    expect(request.method).toBe('POST')
    expect(request.url).toBe('https://server.test/token')
    expect(Object.fromEntries(new URLSearchParams(await request.text()))).toEqual({
      grant_type: 'authorization_code',
      code: 'SplxlOBeZQQYbYS6WxSbIA',
      redirect_uri: 'https://client.example.com/cb',
      code_verifier: 'fake-verifier',
      client_id: 's6BhdRkqt3',
    })
  })

  it('sends no header but the content type, so that a browser sends no preflight', async () => {
    const request = await requestSentWith(granted)
    expect([...request.headers]).toEqual([
      ['content-type', 'application/x-www-form-urlencoded;charset=UTF-8'],
    ])
  })

  it('sends no cookies', async () => {
    expect((await requestSentWith(granted)).credentials).toBe('omit')
  })

  it('refuses to be redirected', async () => {
    const redirect = new Response(null, {
      status: 307,
      headers: { location: 'https://evil.test/' },
    })
    await expect(grantFrom(redirect)).rejects.toMatchObject({ code: 'redirected', status: 307 })
  })

  it('tells the platform not to follow a redirect, which would repeat the code elsewhere', async () => {
    expect((await requestSentWith(granted)).redirect).toBe('manual')
  })

  it('is sent once, even when the server is busy', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response('', { status: 503 }))
    await expect(requestGrant(fetch)).rejects.toMatchObject({ code: 'http_error', retryable: true })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('is sent once, even when the network fails', async () => {
    const fetch = vi.fn<Fetch>(() => Promise.reject(new TypeError('fetch failed')))
    await expect(requestGrant(fetch)).rejects.toMatchObject({ code: 'network_failed' })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('ends in time', async () => {
    vi.useFakeTimers()
    const stalled = new Response(new ReadableStream())
    const failure = grantFrom(stalled).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await failure).toMatchObject({ code: 'timed_out' })
  })
})

describe('RFC 6749 §5.1 successful response', () => {
  it('gives the tokens and their lifetime', async () => {
    const tokenSet = await grantFrom(Response.json(granted))
    expect(tokenSet.accessToken).toBe('2YotnFZFEjr1zCsicMWpAA')
    expect(tokenSet.refreshToken).toBe('tGzv3JOkF0XG5Qx2TlKWIA')
    expect(tokenSet.expiresInSeconds).toBe(3600)
  })

  it('takes bearer in any case, as §7.1 demands', async () => {
    const answer = Response.json({ ...granted, token_type: 'bEaReR' })
    await expect(grantFrom(answer)).resolves.toHaveProperty('accessToken')
  })

  it('refuses another token type', async () => {
    await expect(grantFrom(Response.json(sample))).rejects.toMatchObject({
      code: 'wrong_value',
      field: 'token_type',
    })
  })

  it('refuses an answer without token type', async () => {
    await expect(grantFrom(Response.json({ access_token: 'fake' }))).rejects.toMatchObject({
      code: 'missing_field',
      field: 'token_type',
    })
  })

  it('refuses an answer without access token', async () => {
    await expect(grantFrom(Response.json({ token_type: 'Bearer' }))).rejects.toMatchObject({
      code: 'missing_field',
      field: 'access_token',
      message:
        'POST https://server.test/token answered with "access_token" missing (HTTP 200): check the address, then report it to the service.',
    })
  })

  it('refuses an access token that cannot travel in a header', async () => {
    const answer = Response.json({ ...granted, access_token: 'fake\r\ntoken' })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      code: 'wrong_value',
      field: 'access_token',
    })
  })

  it('refuses a lifetime in words', async () => {
    const answer = Response.json({ ...granted, expires_in: 'soon' })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      code: 'wrong_type',
      field: 'expires_in',
    })
  })

  it('refuses a lifetime below zero', async () => {
    const answer = Response.json({ ...granted, expires_in: -1 })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      code: 'wrong_value',
      field: 'expires_in',
    })
  })

  it('says so when HTML came instead', async () => {
    await expect(grantFrom(new Response('<html>Sign in</html>'))).rejects.toMatchObject({
      code: 'not_json',
      message: expect.stringContaining('answered with HTML where JSON was expected'),
    })
  })

  it('refuses an answer that is too large', async () => {
    await expect(grantFrom(new Response('x'.repeat(1_048_577)))).rejects.toMatchObject({
      code: 'too_large',
    })
  })
})

describe('OpenID Connect Core §3.1.3.3 token response', () => {
  it('refuses an answer without ID token to a request with a nonce', async () => {
    const withNonce = { ...transaction, nonce: 'n-0S6_WzA2Mj' }
    const fetch = async (): Promise<Response> => Response.json(granted)
    await expect(requestGrant(fetch, withNonce)).rejects.toMatchObject({
      code: 'missing_field',
      field: 'id_token',
    })
  })
})

describe('RFC 6749 §5.2 error response', () => {
  it('reports the sample of the RFC', async () => {
    const answer = Response.json({ error: 'invalid_request' }, { status: 400 })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      code: 'token_error',
      error: 'invalid_request',
      status: 400,
    })
  })

  it('asks for the user after invalid_grant', async () => {
    const body = { error: 'invalid_grant', error_description: 'The code has expired.' }
    const answer = Response.json(body, { status: 400, headers: { 'x-debug-id': 'debug-123' } })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      errorDescription: 'The code has expired.',
      requestId: 'debug-123',
      needsInteraction: true,
      retryable: false,
      message:
        'POST https://server.test/token failed with invalid_grant (HTTP 400): sign the user in again.',
    })
  })

  it('points to the registration after invalid_client', async () => {
    const answer = Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(grantFrom(answer)).rejects.toMatchObject({
      needsInteraction: false,
      message:
        "POST https://server.test/token failed with invalid_client (HTTP 401): compare client id, secret, scopes and credential type with the server's registration.",
    })
  })

  it('may be tried again when throttled, and carries for how long to wait', async () => {
    const headers = { 'retry-after': '5' }
    const answer = Response.json({ error: 'too_many_requests' }, { status: 429, headers })
    await expect(grantFrom(answer)).rejects.toMatchObject({ retryable: true, retryAfterMs: 5_000 })
  })

  it('reports a refusal in other words as such', async () => {
    const answer = Response.json({ message: 'nope' }, { status: 400 })
    await expect(grantFrom(answer)).rejects.toMatchObject({ code: 'http_error', status: 400 })
  })

  it('shows neither code nor verifier, even when the server quotes them', async () => {
    const code = 'fake-code-'.repeat(5)
    const answer = Response.json(
      { error: 'invalid_grant', error_description: `Unknown code ${code}` },
      { status: 400 },
    )
    const error: unknown = await grantFrom(answer).catch((caught: unknown) => caught)
    expect(String(error) + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

describe('TokenSet', () => {
  it('keeps the tokens out of JSON', async () => {
    const tokenSet = await grantFrom(Response.json({ ...granted, id_token: 'fake.id.token' }))
    expect(JSON.parse(JSON.stringify(tokenSet))).toEqual({ expiresInSeconds: 3600 })
  })

  it('keeps the tokens out of what console.log shows', async () => {
    const tokenSet = await grantFrom(Response.json({ ...granted, scope: 'profile' }))
    expect(inspect(tokenSet)).toBe("{ expiresInSeconds: 3600, scope: 'profile' }")
  })
})

function grantFrom(answer: Response): Promise<TokenSet> {
  return requestGrant(() => Promise.resolve(answer))
}

async function requestSentWith(answer: object): Promise<Request> {
  const fetch = vi.fn<Fetch>(async () => Response.json(answer))
  await requestGrant(fetch)
  const [input, init] = fetch.mock.calls[0] ?? []
  return new Request(input ?? '', init)
}

function requestGrant(fetch: Fetch, waiting = transaction): Promise<TokenSet> {
  const parameters = new URLSearchParams('code=SplxlOBeZQQYbYS6WxSbIA&state=xyz')
  const clock = { now: () => 0, setTimer: () => () => {} }
  return requestAuthorizationCodeGrant({
    tokenEndpoint: 'https://server.test/token',
    clientAuthentication: publicClient('s6BhdRkqt3'),
    authorizationCode: validateAuthorizationResponse(parameters, waiting, { clock }),
    fetch,
  })
}
