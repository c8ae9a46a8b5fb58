import {
  ConfigurationError,
  HttpError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
} from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { AccessTokenError, type AccessTokenErrorCode } from './access-token-error.ts'
import { createTokenErrorResponse } from './token-error-response.ts'

const request = { method: 'GET', url: 'https://ims.example/ims/validate_token/v1' }

describe('createTokenErrorResponse()', () => {
  it.each<[AccessTokenErrorCode, number, string]>([
    ['token_missing', 401, 'Bearer'],
    ['token_invalid', 401, 'Bearer error="invalid_token"'],
    ['wrong_organization', 403, 'Bearer error="insufficient_scope"'],
  ])('answers %s with %d and the challenge', async (code, status, challenge) => {
    const { response, reported } = create(new AccessTokenError(code))

    expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, challenge])
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, code })
    expect(reported).toEqual([])
  })

  it.each([
    ['does not answer', new NetworkError(request)],
    ['is too slow', new TimeoutError(request, 30_000)],
    ['is busy', createHttpError(503)],
    ['throttles', createHttpError(429)],
    [
      'answers with the page of a proxy',
      new UnexpectedResponseError('not_json', { ...request, status: 200 }, { found: 'with HTML' }),
    ],
  ])('answers 503 with Retry-After when IMS %s, and reports it', async (_, error) => {
    const { response, reported } = create(error)

    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toEqual({
      status: 503,
      code: 'token_not_checked',
      detail: 'The access token cannot be checked at the moment: try again.',
    })
    expect(reported).toEqual([error])
  })

  it('passes on how long IMS asks to wait', () => {
    const { response } = create(createHttpError(429, 20_000))
    expect(response.headers.get('retry-after')).toBe('20')
  })

  it.each([
    ['a mistake in a program', new TypeError('mistake')],
    ['a mistake in the configuration', new ConfigurationError('invalid_option', 'x', 'mistake')],
    ['a refusal of IMS that will not change', createHttpError(400)],
    ['the reason of an aborted signal', new DOMException('left', 'AbortError')],
  ])('throws %s again', (_, error) => {
    expect(() => create(error)).toThrow(error)
  })
})

function create(error: unknown): {
  readonly response: Response
  readonly reported: readonly unknown[]
} {
  const reported: unknown[] = []
  const onError = (given: unknown): void => void reported.push(given)
  return { response: createTokenErrorResponse(error, { onError }), reported }
}

function createHttpError(status: number, retryAfterMs?: number): HttpError {
  return new HttpError({
    ...request,
    status,
    ok: false,
    headers: new Headers(),
    requestId: undefined,
    retryAfterMs,
    text: '',
  })
}
