import { type Fetch, isMudbrickError, NetworkError } from '@mudbrick/http'
import { SignInRequiredError } from '@mudbrick/ims'
import type { AccessTokenRequest } from '@mudbrick/oauth'
import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it } from 'vitest'

import { isNoRoute } from '../no-route.ts'
import type { ProxyOptions } from './proxy-options.ts'
import { createProxy } from './proxy.ts'

const origin = 'https://localhost:3002'
const target = 'https://commerce.example/AbCdEf'

describe('a call that passes', () => {
  it('goes to the target with the token', async () => {
    const { call, sent } = createCase()

    await call('/api/V1/products/x?searchCriteria[a]=1&b=%20&b=2')

    expect(sent.map(({ url, headers }) => [url, headers.get('authorization')])).toEqual([
      [
        'https://commerce.example/AbCdEf/V1/products/x?searchCriteria[a]=1&b=%20&b=2',
        'Bearer token-1',
      ],
    ])
  })

  it('keeps what is encoded in its path as it is', async () => {
    const { call, sent } = createCase({ options: { allow: ['GET /**'] } })

    await call('/api/V1/products/24%2FMB%20ü')

    expect(sent[0]?.url).toBe('https://commerce.example/AbCdEf/V1/products/24%2FMB%20%C3%BC')
  })

  it('takes the header fields along that are for the service, and those that the app adds', async () => {
    const { call, sent } = createCase({
      options: { headers: { 'X-Api-Key': 'key-1' }, requestHeaders: ['Store'] },
    })

    await call('/api/V1/products/x', {
      headers: {
        accept: 'application/json',
        'if-none-match': '"1"',
        store: 'fr',
        authorization: 'Bearer of-the-page',
        cookie: '__Host-mudbrick-3002=sealed',
        connection: 'keep-alive',
        'x-forwarded-for': '10.0.0.1',
        'x-http-method-override': 'DELETE',
        'x-api-key': 'of-the-page',
      },
    })

    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: 'Bearer token-1',
      'if-none-match': '"1"',
      store: 'fr',
      'x-api-key': 'key-1',
      'x-request-id': expect.any(String),
    })
  })

  it('takes no header field along that would change what the allow-list has checked, or who calls', async () => {
    const { call, sent } = createCase()

    await call('/api/V1/products/x', {
      headers: {
        forwarded: 'for=127.0.0.1;host=admin.example',
        'x-forwarded-host': 'admin.example',
        'x-real-ip': '127.0.0.1',
        'x-original-url': '/V1/orders',
        'x-rewrite-url': '/V1/orders',
        'x-http-method': 'DELETE',
        'x-method-override': 'DELETE',
        connection: 'authorization, x-api-key',
        te: 'trailers',
        expect: '100-continue',
        'proxy-authorization': 'Basic c2VjcmV0',
        'sec-fetch-site': 'same-origin',
        range: 'bytes=0-1',
      },
    })

    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      'accept-encoding': 'identity',
      authorization: 'Bearer token-1',
      range: 'bytes=0-1',
      'x-request-id': expect.any(String),
    })
  })

  it('follows no redirect, sends no cookies, and is not cached', async () => {
    const { call, sent } = createCase()

    await call('/api/V1/products/x')

    expect(sent[0]).toMatchObject({ redirect: 'manual', credentials: 'omit', cache: 'no-store' })
  })

  it('brings back status, body and the header fields that do no harm', async () => {
    const { call } = createCase({
      options: { responseHeaders: ['link'] },
      answer: () =>
        new Response('<script>alert(1)</script>', {
          status: 203,
          headers: {
            'content-type': 'text/html',
            'content-length': '25',
            etag: '"1"',
            link: '<https://commerce.example/2>; rel=next',
            'set-cookie': 'upstream=1',
            connection: 'keep-alive',
            'access-control-allow-origin': '*',
            'access-control-allow-credentials': 'true',
            'clear-site-data': '"*"',
            'content-security-policy': "default-src 'unsafe-inline'",
            'cache-control': 'public, max-age=3600',
            'www-authenticate': 'Basic',
            'x-accel-redirect': '/internal',
          },
        }),
    })

    const response = await call('/api/V1/products/x')

    expect({
      status: response.status,
      text: await response.text(),
      ...Object.fromEntries(response.headers),
    }).toEqual({
      status: 203,
      text: '<script>alert(1)</script>',
      'cache-control': 'no-store',
      'content-length': '25',
      'content-security-policy': 'sandbox',
      'content-type': 'text/html',
      'cross-origin-resource-policy': 'same-origin',
      etag: '"1"',
      link: '<https://commerce.example/2>; rel=next',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    })
  })

  it('announces no length of a body that the platform has decoded', async () => {
    const { call } = createCase({
      answer: () =>
        new Response('{}', { headers: { 'content-encoding': 'gzip', 'content-length': '22' } }),
    })

    const { headers } = await call('/api/V1/products/x')

    expect([headers.get('content-encoding'), headers.get('content-length')]).toEqual([null, null])
  })

  it.each([204, 304])('brings back an answer without a body: %i', async (status) => {
    const { call } = createCase({ answer: () => new Response(null, { status }) })

    expect((await call('/api/V1/products/x')).status).toBe(status)
  })

  it("brings back the service's own refusals", async () => {
    const { call, problems } = createCase({
      answer: () => Response.json({ message: 'No such entity.' }, { status: 404 }),
    })

    const response = await call('/api/V1/products/x')

    expect([response.status, await response.json(), problems]).toEqual([
      404,
      { message: 'No such entity.' },
      [],
    ])
  })

  it('brings the cookie back that prolongs the session', async () => {
    const { call } = createCase({ setCookie: 'session=2' })

    expect((await call('/api/V1/products/x')).headers.getSetCookie()).toEqual(['session=2'])
  })

  it('may ask for the target itself', async () => {
    const { call, sent } = createCase({ options: { allow: ['GET /'] } })

    await call('/api')

    expect(sent[0]?.url).toBe('https://commerce.example/AbCdEf/')
  })
})

describe('a call whose token is refused', () => {
  it('is sent again with a new token, with its body', async () => {
    const { call, sent, texts } = createCase({
      answer: ({ headers }) => answerTo(headers.get('authorization')),
    })

    const response = await call('/api/V1/carts/mine', { method: 'POST', body: '{"a":1}' })

    expect([response.status, sent.map(tokenOf), await Promise.all(texts)]).toEqual([
      200,
      ['Bearer token-1', 'Bearer token-2'],
      ['{"a":1}', '{"a":1}'],
    ])
  })

  it('is not sent again with a body that is too large to keep', async () => {
    const { call, sent, texts } = createCase({
      options: { maxReplayBytes: 4 },
      answer: () => new Response(null, { status: 401 }),
    })

    const response = await call('/api/V1/carts/mine', { method: 'POST', body: '12345' })

    expect([response.status, sent.length, await Promise.all(texts)]).toEqual([401, 1, ['12345']])
  })

  it('is not sent a third time', async () => {
    const { call, sent } = createCase({ answer: () => new Response(null, { status: 401 }) })

    const response = await call('/api/V1/products/x')

    expect([response.status, sent.length]).toEqual([401, 2])
  })

  it('asks the app whether it is the token, which may read the answer', async () => {
    const asked: string[] = []
    const { call, sent } = createCase({
      options: {
        isTokenRejected: async (response) => {
          asked.push(await response.text())
          return false
        },
      },
      answer: () => new Response('{"resource":"Magento_Catalog::products"}', { status: 401 }),
    })

    const response = await call('/api/V1/products/x')

    expect([sent.length, asked, await response.text()]).toEqual([
      1,
      ['{"resource":"Magento_Catalog::products"}'],
      '{"resource":"Magento_Catalog::products"}',
    ])
  })

  it('does not ask the app about answers that are no refusals, or too large to read', async () => {
    const asked: number[] = []
    const answers = [
      new Response('{}', { status: 200 }),
      new Response('x'.repeat(70_000), { status: 403 }),
    ]
    const { call } = createCase({
      options: { isTokenRejected: ({ status }) => asked.push(status) > 0 },
      answer: () => answers.shift() ?? new Response(),
    })

    await call('/api/V1/products/x')
    const large = await call('/api/V1/products/x')

    expect([asked, (await large.text()).length]).toEqual([[], 70_000])
  })

  it('says that a sign-in is required where IMS gives no other token', async () => {
    const { call, problems } = createCase({
      answer: () => new Response(null, { status: 401 }),
      getAccessToken: async ({ rejected }) => {
        if (rejected === undefined) return 'token-1'
        throw new SignInRequiredError('refresh_rejected')
      },
    })

    expect([await describeAnswer(call('/api/V1/products/x')), problems]).toEqual([
      [401, 'sign_in_required'],
      [],
    ])
  })
})

describe('a call that does not pass', () => {
  it.each<[string, string, CallInit, [number, string]]>([
    [
      'without the CSRF header',
      '/api/V1/products/x',
      { headers: { 'x-requested-with': 'XMLHttpRequest' } },
      [403, 'csrf_header_missing'],
    ],
    ['to a path that is not allowed', '/api/V1/orders', {}, [403, 'not_allowed']],
    [
      'by a method that is not allowed',
      '/api/V1/products/x',
      { method: 'DELETE' },
      [403, 'not_allowed'],
    ],
    ['to a path that climbs out', '/api/V1/products/..%2forders', {}, [400, 'unclear_path']],
    ['to a path with an empty part', '/api//V1/products/x', {}, [400, 'unclear_path']],
    [
      'as a WebSocket',
      '/api/V1/products/x',
      { headers: { connection: 'Upgrade', upgrade: 'websocket' } },
      [501, 'upgrade_not_supported'],
    ],
    [
      'with a body that announces more than is allowed',
      '/api/V1/carts/mine',
      { method: 'POST', body: '{}', headers: { 'content-length': '10485761' } },
      [413, 'body_too_large'],
    ],
    [
      'from another origin',
      '/api/V1/products/x',
      { headers: { origin: 'https://evil.example' } },
      [403, 'foreign_request'],
    ],
  ])('is refused: %s', async (_, path, init, expected) => {
    const { call, sent } = createCase()

    expect([await describeAnswer(call(path, init)), sent]).toEqual([expected, []])
  })

  it('says what was asked, and where patterns begin', async () => {
    const { call } = createCase()

    const response = await call('/api/V1/orders?key=secret')

    expect(await response.json()).toMatchObject({
      detail:
        'GET /api/V1/orders is not among those that the app allows: the patterns of allow begin after /api.',
    })
  })

  it('says no more than the beginning of a long path', async () => {
    const { call } = createCase()

    const { detail } = (await (await call(`/api/${'x'.repeat(5_000)}`)).json()) as {
      readonly detail: string
    }

    expect([detail.length < 400, detail.includes('x… is not')]).toEqual([true, true])
  })

  it('is resolved before it is looked at, as browsers resolve dots', async () => {
    const { call, sent } = createCase()

    const answers = await Promise.all([
      describeAnswer(call('/api/V1/products/%2e%2e/orders')),
      describeAnswer(call('/api/V1/products/../orders')),
      describeAnswer(call('/api\\V1\\orders')),
    ])

    expect([answers.map(String), sent]).toEqual([Array(3).fill('403,not_allowed'), []])
  })

  it.each(['/', '/apis', '/api%2FV1/products/x', '/api/../auth', '/other/api/V1/products/x'])(
    'is for another handler: %s',
    async (path) => {
      const { call, sent } = createCase()

      expect([isNoRoute(await call(path)), sent]).toEqual([true, []])
    },
  )

  it('is answered with 401 where no user is signed in, and the dead cookie is removed', async () => {
    const { call, sent } = createCase({ isSignedIn: false, setCookie: 'session=; Max-Age=0' })

    const response = await call('/api/V1/products/x')

    expect([await describeAnswer(response), response.headers.getSetCookie(), sent]).toEqual([
      [401, 'signed_out'],
      ['session=; Max-Age=0'],
      [],
    ])
  })

  it('is answered with 503 where there is no token, and the app is told why', async () => {
    const failure = new NetworkError({ method: 'POST', url: 'https://ims.example/ims/token/v3' })
    const { call, problems, sent } = createCase({ getAccessToken: () => Promise.reject(failure) })

    expect([await describeAnswer(call('/api/V1/products/x')), problems, sent]).toEqual([
      [503, 'token_unavailable'],
      [failure],
      [],
    ])
  })

  it('says nothing of the reason to the page, and is no page', async () => {
    const { call } = createCase({
      getAccessToken: () => Promise.reject(new Error('a private detail')),
    })

    const response = await call('/api/V1/products/x')

    expect([await response.json(), Object.fromEntries(response.headers)]).toEqual([
      {
        status: 503,
        code: 'token_unavailable',
        detail: 'There is no access token at the moment: try again.',
      },
      {
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
        'retry-after': '5',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.any(String),
      },
    ])
  })
})

describe('a service that fails', () => {
  it('is reported as unreachable', async () => {
    const { call, problems } = createCase({
      answer: () => Promise.reject(new TypeError('fetch failed')),
    })

    expect([await describeAnswer(call('/api/V1/products/x')), problems.map(codeOf)]).toEqual([
      [502, 'upstream_unreachable'],
      ['network_failed'],
    ])
  })

  it.each([301, 302, 303, 307, 308])('redirects to nowhere: %i', async (status) => {
    const { call, problems } = createCase({
      answer: () => new Response(null, { status, headers: { location: 'https://evil.example/' } }),
    })

    expect([await describeAnswer(call('/api/V1/products/x')), problems.map(codeOf)]).toEqual([
      [502, 'upstream_redirected'],
      ['redirected'],
    ])
  })

  it('is given up when it does not begin to answer in time', async () => {
    const { call, time, problems, sent } = createCase({
      options: { timeoutMs: 5_000 },
      answer: () => new Promise(() => undefined),
    })
    const response = call('/api/V1/products/x')
    await untilSent(sent)

    time.pass(5_000)

    expect([await describeAnswer(response), problems.map(codeOf), sent[0]?.signal.aborted]).toEqual(
      [[504, 'upstream_timed_out'], ['timed_out'], true],
    )
  })

  it('has its time for each attempt', async () => {
    const { call, time, sent } = createCase({
      options: { timeoutMs: 5_000 },
      answer: ({ headers }) => {
        time.pass(4_000)
        return answerTo(headers.get('authorization'))
      },
    })

    expect([(await call('/api/V1/products/x')).status, sent.length]).toEqual([200, 2])
  })

  it('has all the time there is once it has begun to answer', async () => {
    const { call, time, sent } = createCase({ options: { timeoutMs: 5_000 } })
    await call('/api/V1/products/x')

    time.pass(3_600_000)

    expect(sent[0]?.signal.aborted).toBe(false)
  })

  it('has its time from the last that it was sent', async () => {
    const { call, time } = createCase({
      options: { timeoutMs: 5_000, maxReplayBytes: 1, allow: ['PUT /V1/carts/**'] },
      answer: async ({ body }) => {
        for await (const _ of body ?? []) time.pass(4_000)
        return new Response('done')
      },
    })
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let chunk = 0; chunk < 3; chunk += 1) controller.enqueue(new Uint8Array(2))
        controller.close()
      },
    })
    const response = await call('/api/V1/carts/mine', { method: 'PUT', body, duplex: 'half' })

    expect(await response.text()).toBe('done')
  })
})

describe('a client that leaves', () => {
  it('ends the call at the service, and is not reported', async () => {
    const leaving = new AbortController()
    const { call, problems, sent } = createCase({ answer: () => new Promise(() => undefined) })
    const response = call('/api/V1/products/x', { signal: leaving.signal })
    await untilSent(sent)

    leaving.abort(new Error('left'))

    await expect(response).rejects.toThrow('left')
    expect([sent[0]?.signal.aborted, problems]).toEqual([true, []])
  })
})

describe('createProxy()', () => {
  it.each<[string, Partial<ProxyOptions>]>([
    ['path', { path: 'api' }],
    ['path', { path: '/api/' }],
    ['path', { path: '/' }],
    ['path', { path: '/api/..' }],
    ['path', { path: '/api?x' }],
    ['target', { target: 'http://commerce.example' }],
    ['target', { target: 'commerce.example' }],
    ['target', { target: 'https://commerce.example/?a=b' }],
    ['target', { target: 'https://user:secret@commerce.example/' }],
    ['target', { target: 'https://commerce.example//x' }],
    ['allow', { allow: [] }],
    ['headers', { headers: { authorization: 'Bearer x' } }],
    ['headers', { headers: { 'x-key': 'a\nb' } }],
    ['requestHeaders', { requestHeaders: ['Cookie'] }],
    ['requestHeaders', { requestHeaders: ['x-http-method-override'] }],
    ['requestHeaders', { requestHeaders: ['X-Original-URL'] }],
    ['requestHeaders', { requestHeaders: ['X-Rewrite-URL'] }],
    ['requestHeaders', { requestHeaders: ['Transfer-Encoding'] }],
    ['requestHeaders', { requestHeaders: ['X-Forwarded-Host'] }],
    ['requestHeaders', { requestHeaders: ['no name'] }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Infinity }],
    ['maxReplayBytes', { maxReplayBytes: Number.NaN }],
    ['maxBodyBytes', { maxBodyBytes: -1 }],
    ['maxBodyBytes', { maxBodyBytes: Number.NaN }],
    ['maxBodyBytes', { maxBodyBytes: '1mb' } as object],
    ['responseHeaders', { responseHeaders: ['Set-Cookie'] }],
    ['responseHeaders', { responseHeaders: ['Access-Control-Allow-Origin'] }],
    ['allow', { allow: 'GET /x' } as object],
    ['allow', { allow: null } as object],
    ['isTokenReject', { isTokenReject: () => true } as object],
  ])('refuses %s: %o', (option, options) => {
    expect(() => createCase({ options })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', code: 'invalid_option', option }),
    )
  })

  it('says that it needs options', () => {
    const create = createProxy as (context: object) => unknown

    expect(() => create({})).toThrow(
      /^The options of proxy are undefined: give an object of path, target, allow, /,
    )
  })

  it('shows nothing of what may be secret', () => {
    const options = { target: 'https://user:secret@commerce.example/?key=secret' }

    expect(() => createCase({ options })).toThrow(
      'target is more than an origin and a path: give https://commerce.example/ alone.',
    )
  })

  it('takes a service of this machine without encryption', async () => {
    const { call, sent } = createCase({ options: { target: 'http://127.0.0.1:8445/' } })

    await call('/api/V1/products/x')

    expect(sent[0]?.url).toBe('http://127.0.0.1:8445/V1/products/x')
  })
})

interface Case {
  readonly options?: Partial<ProxyOptions>
  readonly answer?: (request: Request) => Response | Promise<Response>
  readonly getAccessToken?: (request: AccessTokenRequest) => Promise<string>
  readonly isSignedIn?: boolean
  readonly setCookie?: string
}

function createCase({
  options,
  answer = () => new Response('{}'),
  getAccessToken = async ({ rejected }) => (rejected === undefined ? 'token-1' : 'token-2'),
  isSignedIn = true,
  setCookie,
}: Case = {}): {
  readonly call: (path: string, init?: CallInit) => Promise<Response>
  readonly sent: readonly Request[]
  readonly texts: readonly Promise<string>[]
  readonly problems: readonly unknown[]
  readonly time: FakeTime
} {
  const sent: Request[] = []
  const texts: Promise<string>[] = []
  const problems: unknown[] = []
  const time = createFakeTime()
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request)
    if (request.method === 'POST') texts.push(request.clone().text())
    return answer(request)
  }
  const proxy = createProxy(
    {
      origin,
      readSession: async () => ({
        session: isSignedIn ? { getAccessToken } : undefined,
        setCookie,
      }),
      fetch,
      clock: time,
      onError: (error) => problems.push(error),
    },
    {
      path: '/api',
      target,
      allow: ['GET /V1/products/*', 'POST /V1/carts/**'],
      ...options,
    },
  )
  return {
    call: (path, init) => proxy(createCall(path, init)),
    sent,
    texts,
    problems,
    time,
  }
}

/** A call as a page of the app makes it. */
function createCall(path: string, init: CallInit = {}): Request {
  const headers = { 'x-requested-with': 'mudbrick', ...init.headers }
  return new Request(new URL(path, origin), { ...init, headers })
}

interface CallInit extends RequestInit {
  readonly headers?: Record<string, string>
  readonly duplex?: 'half'
}

/** As a service that takes only the second token. */
function answerTo(authorization: string | null): Response {
  return new Response(null, { status: authorization === 'Bearer token-2' ? 200 : 401 })
}

function tokenOf({ headers }: Request): string | null {
  return headers.get('authorization')
}

async function describeAnswer(
  answer: Response | Promise<Response>,
): Promise<readonly [number, unknown]> {
  const response = await answer
  const { code } = (await response.clone().json()) as { readonly code: unknown }
  return [response.status, code]
}

function codeOf(error: unknown): string | undefined {
  return isMudbrickError(error) ? error.code : undefined
}

async function untilSent(sent: readonly Request[]): Promise<void> {
  while (sent.length === 0) await Promise.resolve()
}
