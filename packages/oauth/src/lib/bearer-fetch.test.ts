import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { type AccessTokenRequest, createBearerFetch } from './bearer-fetch.ts'

const allowedOrigins = ['https://author.test']
const models = 'https://author.test/adobe/sites/cf/models'

describe('createBearerFetch()', () => {
  it('adds the token', async () => {
    const { bearerFetch, sent } = setUp()
    await bearerFetch(models)
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer fake-token-1')
  })

  it('keeps what the caller sends', async () => {
    const { bearerFetch, sent } = setUp()
    const headers = { accept: 'application/json' }
    await bearerFetch(models, { method: 'POST', headers, body: '{}' })
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.headers.get('accept')).toBe('application/json')
    expect(await sent[0]?.text()).toBe('{}')
  })

  it('takes a Request as well', async () => {
    const { bearerFetch, sent } = setUp()
    await bearerFetch(new Request(models, { method: 'DELETE' }))
    expect(sent[0]?.method).toBe('DELETE')
  })

  it('gives the answer as it is', async () => {
    const { bearerFetch } = setUp(new Response('[]', { status: 403 }))
    const response = await bearerFetch(models)
    expect(response.status).toBe(403)
  })

  it('passes the caller’s signal to the source of the token', async () => {
    const { bearerFetch, asked } = setUp()
    const controller = new AbortController()
    await bearerFetch(models, { signal: controller.signal })
    controller.abort('left')
    expect(asked[0]?.signal?.reason).toBe('left')
  })

  it('passes on why there is no token, and sends nothing', async () => {
    const fetch = vi.fn<Fetch>()
    const bearerFetch = createBearerFetch({
      getAccessToken: () => Promise.reject(new Error('no user is signed in')),
      allowedOrigins,
      fetch,
    })
    await expect(bearerFetch(models)).rejects.toThrow('no user is signed in')
    expect(fetch).not.toHaveBeenCalled()
  })

  it('refuses a token that cannot travel in a header, without showing it', async () => {
    const bearerFetch = createBearerFetch({
      getAccessToken: () => 'fake-token\n',
      allowedOrigins,
      fetch: vi.fn<Fetch>(),
    })
    const error: unknown = await bearerFetch(models).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'invalid_option', option: 'getAccessToken' })
    expect(String(error) + inspect(error)).not.toContain('fake-')
  })
})

describe('createBearerFetch(), origins', () => {
  it('refuses an origin that is not listed', async () => {
    const { bearerFetch } = setUp()
    await expect(bearerFetch('https://evil.test/?q=fake-secret')).rejects.toMatchObject({
      name: 'OriginNotAllowedError',
      code: 'origin_not_allowed',
      origin: 'https://evil.test',
      message:
        'The access token was not sent to https://evil.test, nor was the request: add this origin to allowedOrigins if the token is meant for it, else use another fetch.',
    })
  })

  it('sends nothing to it and asks for no token', async () => {
    const { bearerFetch, sent, asked } = setUp()
    await bearerFetch('https://evil.test/').catch(() => {})
    expect(sent).toEqual([])
    expect(asked).toEqual([])
  })

  it('does not take a longer name for the one listed', async () => {
    const { bearerFetch } = setUp()
    await expect(bearerFetch('https://author.test.evil.test/')).rejects.toMatchObject({
      code: 'origin_not_allowed',
    })
  })

  it('does not take a user name for a host', async () => {
    const { bearerFetch, sent } = setUp()
    await bearerFetch('https://author.test@evil.test/').catch(() => {})
    expect(sent).toEqual([])
  })

  it('does not take another port for the one listed', async () => {
    const { bearerFetch } = setUp()
    await expect(bearerFetch('https://author.test:8444/')).rejects.toMatchObject({
      code: 'origin_not_allowed',
    })
  })

  it('takes an allowed origin with a trailing slash', async () => {
    const { bearerFetch, sent } = setUp(new Response(), {
      allowedOrigins: ['https://author.test/'],
    })
    await bearerFetch(models)
    expect(sent).toHaveLength(1)
  })

  it('refuses an allowed origin with a path, which it could not hold to', () => {
    expect(() => setUp(new Response(), { allowedOrigins: ['https://author.test/adobe'] })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'allowedOrigins' }),
    )
  })

  it('refuses an allowed origin that is not secure', () => {
    expect(() => setUp(new Response(), { allowedOrigins: ['http://author.test'] })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'allowedOrigins' }),
    )
  })

  it.each([undefined, 'https://author.test'])('misses a list where it finds %s', (wrong) => {
    const allowed = wrong as unknown as readonly string[]
    const getAccessToken = (): string => 'fake-access-token'
    expect(() => createBearerFetch({ allowedOrigins: allowed, getAccessToken })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'allowedOrigins' }),
    )
  })

  it('shows neither query nor token when it refuses', async () => {
    const { bearerFetch } = setUp()
    const error: unknown = await bearerFetch('https://evil.test/?q=fake-secret').catch(
      (caught: unknown) => caught,
    )
    expect(String(error) + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

describe('createBearerFetch(), refused token', () => {
  const refusal = (): Response => new Response('refused', { status: 401 })

  it('tries once more with the token that replaces the refused one', async () => {
    const { bearerFetch, sent } = setUp(refusal(), { next: new Response('ok') })
    const response = await bearerFetch(models, { method: 'POST', body: '{"a":1}' })
    expect(await response.text()).toBe('ok')
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer fake-token-2')
    expect(await sent[1]?.text()).toBe('{"a":1}')
  })

  it('says which token was refused', async () => {
    const { bearerFetch, asked } = setUp(refusal(), { next: new Response('ok') })
    await bearerFetch(models)
    expect(asked.map(({ rejected }) => rejected)).toEqual([undefined, 'fake-token-1'])
  })

  it('tries no more than once', async () => {
    const { bearerFetch, sent } = setUp(refusal(), { next: refusal() })
    const response = await bearerFetch(models)
    expect(response.status).toBe(401)
    expect(sent).toHaveLength(2)
  })

  it('gives the refusal where there is no better token', async () => {
    const { bearerFetch, sent } = setUp(refusal(), { tokens: ['fake-token-1', 'fake-token-1'] })
    const response = await bearerFetch(models)
    expect(await response.text()).toBe('refused')
    expect(sent).toHaveLength(1)
  })

  it('does not replay a stream', async () => {
    const { bearerFetch, sent, asked } = setUp(refusal(), { next: new Response('ok') })
    const body = new Blob(['once']).stream()
    const response = await bearerFetch(models, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(401)
    expect(sent).toHaveLength(1)
    expect(asked).toHaveLength(1)
  })

  it('does not replay the body of a Request, which is a stream too', async () => {
    const { bearerFetch, sent } = setUp(refusal(), { next: new Response('ok') })
    await bearerFetch(new Request(models, { method: 'POST', body: 'once' }))
    expect(sent).toHaveLength(1)
  })

  it('replays a Request without body', async () => {
    const { bearerFetch } = setUp(refusal(), { next: new Response('ok') })
    const response = await bearerFetch(new Request(models))
    expect(await response.text()).toBe('ok')
  })

  it('knows a refused token as it is told', async () => {
    const { bearerFetch, sent } = setUp(new Response('', { status: 403 }), {
      next: new Response('ok'),
      isTokenRejected: ({ status }) => status === 403,
    })
    await bearerFetch(models)
    expect(sent).toHaveLength(2)
  })

  it('waits for who has to read the answer to know', async () => {
    const { bearerFetch, sent } = setUp(new Response('missing permission', { status: 401 }), {
      isTokenRejected: async (response) => (await response.clone().text()) !== 'missing permission',
    })
    const response = await bearerFetch(models)
    expect(await response.text()).toBe('missing permission')
    expect(sent).toHaveLength(1)
  })
})

interface SetUp {
  readonly next?: Response
  readonly tokens?: readonly string[]
  readonly allowedOrigins?: readonly string[]
  readonly isTokenRejected?: (response: Response) => boolean | Promise<boolean>
}

function setUp(answer: Response = new Response(), { next, tokens, ...options }: SetUp = {}) {
  const answers = [answer, next]
  const given = [...(tokens ?? ['fake-token-1', 'fake-token-2'])]
  const sent: Request[] = []
  const asked: AccessTokenRequest[] = []
  const bearerFetch = createBearerFetch({
    allowedOrigins,
    ...options,
    getAccessToken: (request) => {
      asked.push(request)
      return given.shift() ?? ''
    },
    fetch: async (input, init) => {
      sent.push(new Request(input, init))
      return answers.shift() ?? new Response('one too many')
    },
  })
  return { bearerFetch, sent, asked }
}
