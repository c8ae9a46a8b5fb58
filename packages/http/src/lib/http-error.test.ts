import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HttpError } from './http-error.ts'
import { sendRequest } from './send-request.ts'

describe('HttpError', () => {
  it('says what happened, where, and what to do', async () => {
    const problem = { title: 'Forbidden', detail: 'The access token is missing required scopes.' }
    const headers = { 'x-request-id': 'request-123' }
    const response = new Response(JSON.stringify(problem), { status: 403, headers })
    expect(await errorFrom(response)).toMatchObject({
      name: 'HttpError',
      code: 'http_error',
      status: 403,
      requestId: 'request-123',
      problem,
      message:
        'GET https://api.test/items failed with HTTP 403, "The access token is missing required scopes." (request request-123): check what the user and the client may do.',
    })
  })

  it('lets the user help with a 401', async () => {
    expect(await errorFrom(new Response('', { status: 401 }))).toMatchObject({
      needsInteraction: true,
      retryable: false,
      message: 'GET https://api.test/items failed with HTTP 401: sign the user in again.',
    })
  })

  it('may be tried again after a 429, and carries for how long to wait', async () => {
    const headers = { 'retry-after': '2' }
    expect(await errorFrom(new Response('', { status: 429, headers }))).toMatchObject({
      retryable: true,
      retryAfterMs: 2_000,
      message: 'GET https://api.test/items failed with HTTP 429: try again later.',
    })
  })

  it('may not be tried again after a 404', async () => {
    expect(await errorFrom(new Response('', { status: 404 }))).toMatchObject({
      retryable: false,
      message: 'GET https://api.test/items failed with HTTP 404: correct the request.',
    })
  })

  it('takes better advice where there is some', async () => {
    const received = await sendRequest(new URL('https://api.test/items'), {
      fetch: async () => new Response('', { status: 403 }),
    })
    expect(new HttpError(received, () => 'ask Ada').message).toMatch(/: ask Ada\.$/)
  })

  it('shows no query, no body and no token that the service quotes', async () => {
    const token = 'fake-access-token-fake-access-token-fake-access-token'
    const body = JSON.stringify({ detail: `Bad token ${token}`, nested: { token } })
    const error = await errorFrom(new Response(body, { status: 400 }))
    expect(error.message + inspect(error) + JSON.stringify(error)).not.toMatch(/fake-/)
  })
})

async function errorFrom(response: Response): Promise<HttpError> {
  const url = new URL('https://api.test/items?token=fake-access-token')
  return new HttpError(await sendRequest(url, { fetch: async () => response }))
}
