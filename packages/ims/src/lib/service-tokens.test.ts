import { createBearerFetch, type Fetch } from '@mudbrick/oauth'
import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it, vi } from 'vitest'
import { createImsClient } from './credential-client.ts'
import { createServiceTokens, type ServiceTokens } from './service-tokens.ts'

const minute = 60_000
const hour = 60 * minute
const busy = (retryAfter?: string) => (): Response =>
  new Response('', { status: 503, headers: retryAfter ? { 'retry-after': retryAfter } : {} })

describe('createServiceTokens()', () => {
  it('asks IMS once for a thousand callers', async () => {
    const { tokens, fetch } = createWorld()
    const asked = Array.from({ length: 1_000 }, () => tokens.getAccessToken())
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['fake.token.1']))
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('keeps the token as long as it is good', async () => {
    const { tokens, time, fetch } = createWorld()
    await tokens.getAccessToken()
    time.pass(23 * hour)
    expect(await tokens.getAccessToken()).toBe('fake.token.1')
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('renews it before its end, and makes no caller wait for that', async () => {
    const { tokens, time, fetch } = createWorld()
    await tokens.getAccessToken()
    time.pass(24 * hour - 5 * minute)
    expect(await tokens.getAccessToken()).toBe('fake.token.1')
    await vi.waitFor(async () => expect(await tokens.getAccessToken()).toBe('fake.token.2'))
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('renews it as early as it is told to', async () => {
    const { tokens, time } = createWorld({ renewBeforeMs: 2 * hour })
    await tokens.getAccessToken()
    time.pass(23 * hour)
    await tokens.getAccessToken()
    await vi.waitFor(async () => expect(await tokens.getAccessToken()).toBe('fake.token.2'))
  })

  it('waits for another token when the one it has is about to end', async () => {
    const { tokens, time } = createWorld()
    await tokens.getAccessToken()
    time.pass(24 * hour - 9_000)
    expect(await tokens.getAccessToken()).toBe('fake.token.2')
  })

  it('gives a token that is good for as long as is asked', async () => {
    const { tokens, time } = createWorld()
    await tokens.getAccessToken()
    time.pass(24 * hour - 30 * minute)
    expect(await tokens.getAccessToken({ minimumTtlMs: hour })).toBe('fake.token.2')
  })

  it('does not ask at each call for what no token is good for', async () => {
    const { tokens, fetch } = createWorld()
    await tokens.getAccessToken({ minimumTtlMs: 48 * hour })
    await tokens.getAccessToken({ minimumTtlMs: 48 * hour })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not renew a token of a short life from its beginning on', async () => {
    const { tokens, time, fetch } = createWorld({ lifetimeSeconds: 300 })
    await tokens.getAccessToken()
    time.pass(2 * minute)
    await tokens.getAccessToken()
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('believes no token of the future after the clock was set back', async () => {
    const { tokens, time } = createWorld()
    await tokens.getAccessToken()
    time.setBy(-hour)
    expect(await tokens.getAccessToken()).toBe('fake.token.2')
  })
})

describe('createServiceTokens(), a token that a service refuses', () => {
  it('is replaced', async () => {
    const { tokens, time } = createWorld()
    const rejected = await tokens.getAccessToken()
    time.pass(hour)
    expect(await tokens.getAccessToken({ rejected })).toBe('fake.token.2')
  })

  it('is replaced once for all who were refused', async () => {
    const { tokens, time, fetch } = createWorld()
    const rejected = await tokens.getAccessToken()
    time.pass(hour)
    const asked = Array.from({ length: 10 }, () => tokens.getAccessToken({ rejected }))
    await Promise.all(asked)
    expect(await tokens.getAccessToken({ rejected })).toBe('fake.token.2')
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('is not replaced when it is new: a service that refuses all would cost a token per call', async () => {
    const { tokens, fetch } = createWorld()
    const rejected = await tokens.getAccessToken()
    expect(await tokens.getAccessToken({ rejected })).toBe(rejected)
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('is replaced under createBearerFetch()', async () => {
    const { tokens, time } = createWorld()
    await tokens.getAccessToken()
    time.pass(hour)
    const service: Fetch = async (input) => {
      const isRefused = new Request(input).headers.get('authorization') === 'Bearer fake.token.1'
      return new Response('', { status: isRefused ? 401 : 200 })
    }
    const { getAccessToken } = tokens
    const allowedOrigins = ['https://shop.test']
    const bearerFetch = createBearerFetch({ getAccessToken, allowedOrigins, fetch: service })
    expect(await bearerFetch('https://shop.test/V1/products')).toHaveProperty('status', 200)
  })
})

describe('createServiceTokens(), when IMS fails', () => {
  it('tries again', async () => {
    const { tokens, time, fetch } = createWorld({ failures: [busy(), busy()] })
    const asked = tokens.getAccessToken()
    await letTimePassUntil(time, () => expect(fetch).toHaveBeenCalledTimes(3))
    expect(await asked).toBe('fake.token.3')
  })

  it('waits as long as IMS says', async () => {
    const { tokens, time, fetch } = createWorld({ failures: [busy('4')] })
    const asked = tokens.getAccessToken()
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce())
    await settle()
    time.pass(3_900)
    await settle()
    expect(fetch).toHaveBeenCalledOnce()
    time.pass(100)
    expect(await asked).toBe('fake.token.2')
  })

  it('gives up after three attempts', async () => {
    const { tokens, time, fetch } = createWorld({ failures: [busy(), busy(), busy()] })
    const asked = tokens.getAccessToken().catch((error: unknown) => error)
    await letTimePassUntil(time, () => expect(fetch).toHaveBeenCalledTimes(3))
    expect(await asked).toMatchObject({ code: 'http_error', status: 503 })
  })

  it('does not wait for an IMS that wants to be left alone for long, and leaves it alone', async () => {
    const { tokens, time, fetch } = createWorld({ failures: [busy('60')] })
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ status: 503 })
    time.pass(59_000)
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ status: 503 })
    expect(fetch).toHaveBeenCalledOnce()
    time.pass(1_000)
    expect(await tokens.getAccessToken()).toBe('fake.token.2')
  })

  it('serves the token that it has while IMS is down', async () => {
    const { tokens, time, fetch } = createWorld({ failures: [undefined, busy('60'), busy('60')] })
    await tokens.getAccessToken()
    time.pass(24 * hour - 5 * minute)
    await tokens.getAccessToken()
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(2))
    await settle()
    expect(await tokens.getAccessToken()).toBe('fake.token.1')
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('does not try a wrong secret again and again', async () => {
    const refuse = (): Response => Response.json({ error: 'invalid_client' }, { status: 401 })
    const { tokens, time, fetch } = createWorld({ failures: [refuse] })
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ error: 'invalid_client' })
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(fetch).toHaveBeenCalledOnce()
    time.pass(10_000)
    expect(await tokens.getAccessToken()).toBe('fake.token.2')
  })
})

describe('createServiceTokens(), a caller that leaves', () => {
  it('waits no longer, and leaves the others alone', async () => {
    const { tokens, fetch } = createWorld()
    const leaving = new AbortController()
    const left = tokens.getAccessToken({ signal: leaving.signal })
    const stayed = tokens.getAccessToken()
    leaving.abort('left')
    await expect(left).rejects.toBe('left')
    expect(await stayed).toBe('fake.token.1')
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('asks for nothing when it has left before', async () => {
    const { tokens, fetch } = createWorld()
    const signal = AbortSignal.abort('left')
    await expect(tokens.getAccessToken({ signal })).rejects.toBe('left')
    expect(fetch).not.toHaveBeenCalled()
  })
})

interface World {
  readonly tokens: ServiceTokens
  readonly time: FakeTime
  readonly fetch: ReturnType<typeof vi.fn<Fetch>>
}

interface WorldOptions {
  readonly renewBeforeMs?: number
  readonly lifetimeSeconds?: number
  /** How IMS answers first; what is undefined is granted. */
  readonly failures?: readonly ((() => Response) | undefined)[]
}

/** An IMS that numbers its tokens by request. */
function createWorld({
  renewBeforeMs,
  lifetimeSeconds = 86_400,
  failures = [],
}: WorldOptions = {}): World {
  const time = createFakeTime()
  let count = 0
  const fetch = vi.fn<Fetch>(async () => {
    count += 1
    const granted = {
      access_token: `fake.token.${count}`,
      token_type: 'bearer',
      expires_in: lifetimeSeconds,
    }
    return failures[count - 1]?.() ?? Response.json(granted)
  })
  const ims = createImsClient({
    credential: 'server-to-server',
    clientId: 'client-id-123',
    clientSecret: 'fake-secret',
    scopes: 'openid,AdobeID',
    fetch,
    clock: time,
  })
  return { tokens: createServiceTokens(ims, { renewBeforeMs }), time, fetch }
}

/** Lets what is under way come to the point where only time helps. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
}

async function letTimePassUntil(time: FakeTime, check: () => void): Promise<void> {
  await vi.waitFor(async () => {
    await settle()
    time.pass(1_000)
    await settle()
    check()
  })
}
