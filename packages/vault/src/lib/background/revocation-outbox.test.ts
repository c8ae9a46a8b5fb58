import type { Fetch } from '@mudbrick/http'
import { createImsClient } from '@mudbrick/ims/credentials'
import { describe, expect, it } from 'vitest'
import { changeContent, createContent, type GrantContent } from '../grant-content.ts'
import { createKeyring } from '../keys/keyring.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'
import { createMemoryGrantStore } from '../stores/memory-grant-store.ts'
import { createVaultEvents, type VaultEvent } from '../vault-event.ts'
import { createRevocationOutbox } from './revocation-outbox.ts'

const dayMs = 24 * 3_600_000
const id = 'grant-1'

describe('settle()', () => {
  it('ends the tokens of a revoked grant at IMS, and removes its record', async () => {
    const { outbox, revoked, store, heard } = await createWorld()
    expect(await outbox.settle(id)).toBeUndefined()
    expect(revoked).toEqual(['fake-refresh-token', 'fake-access-token'])
    expect(await store.read(id)).toBeUndefined()
    expect(heard).toMatchObject([{ type: 'revocation-settled', grantId: id }])
  })

  it('does nothing for a grant that is not revoked', async () => {
    const { outbox, revoked, store } = await createWorld({
      state: { status: 'active' },
      isRevocationPending: false,
    })
    expect(await outbox.settle(id)).toBeUndefined()
    expect(revoked).toEqual([])
    expect(await store.read(id)).toHaveProperty('version', 1)
  })

  it('does nothing for a grant that is gone', async () => {
    const { outbox, revoked } = await createWorld()
    expect(await outbox.settle('grant-2')).toBeUndefined()
    expect(revoked).toEqual([])
  })

  it('keeps the tokens when IMS is down, and says when to try again', async () => {
    const { outbox, ims, store, heard, read, now } = await createWorld()
    ims.answer = () => new Response(null, { status: 503 })
    expect(await outbox.settle(id)).toMatchObject({ code: 'http_error', status: 503 })
    const content = await read()
    expect(content?.revoking).toEqual(['fake-refresh-token', 'fake-access-token'])
    expect(content?.trouble).toMatchObject({ failures: 1, isMisconfigured: false })
    expect(Number((await store.read(id))?.dueAt) - now()).toBe(375)
    expect(heard).toMatchObject([{ type: 'revocation-failed', failures: 1, code: 'http_error' }])
  })

  it('stops asking IMS when it is unavailable', async () => {
    const { outbox, ims, revoked } = await createWorld()
    ims.answer = () => new Response(null, { status: 503 })
    await outbox.settle(id)
    expect(revoked).toHaveLength(1)
  })

  it('waits longer and longer, and not longer than an hour', async () => {
    const { outbox, ims, store, now, advance } = await createWorld()
    ims.answer = () => new Response(null, { status: 503 })
    const delays: number[] = []
    for (let attempt = 0; attempt < 16; attempt += 1) {
      await outbox.settle(id)
      const delayMs = Number((await store.read(id))?.dueAt) - now()
      delays.push(delayMs)
      advance(delayMs)
    }
    expect(delays.slice(0, 3)).toEqual([375, 750, 1_500])
    expect(delays.at(-1)).toBe(3_600_000)
  })

  it('waits as long as IMS asks it to, and not longer than a day', async () => {
    const { outbox, ims, store, now } = await createWorld()
    const headers = { 'retry-after': '7200' }
    ims.answer = () => new Response(null, { status: 429, headers })
    await outbox.settle(id)
    expect(Number((await store.read(id))?.dueAt) - now()).toBe(7_200_000)
    headers['retry-after'] = '999999'
    await outbox.settle(id)
    expect(Number((await store.read(id))?.dueAt) - now()).toBe(dayMs)
  })

  it('ends what is left when IMS is back', async () => {
    const { outbox, ims, store, revoked } = await createWorld()
    ims.answer = (token) => new Response(null, { status: token.includes('access') ? 503 : 200 })
    await outbox.settle(id)
    ims.answer = () => new Response()
    await outbox.settle(id)
    expect(revoked).toEqual(['fake-refresh-token', 'fake-access-token', 'fake-access-token'])
    expect(await store.read(id)).toBeUndefined()
  })

  it('goes on to the next token when IMS refuses one', async () => {
    const { outbox, ims, revoked, read } = await createWorld()
    ims.answer = (token) =>
      token.includes('refresh') ? refuse('unsupported_token_type') : new Response()
    expect(await outbox.settle(id)).toMatchObject({ error: 'unsupported_token_type' })
    expect(revoked).toEqual(['fake-refresh-token', 'fake-access-token'])
    expect((await read())?.revoking).toEqual(['fake-refresh-token'])
  })

  it('takes a token that IMS does not know for ended', async () => {
    const { outbox, ims, store } = await createWorld()
    ims.answer = () => refuse('invalid_token')
    expect(await outbox.settle(id)).toBeUndefined()
    expect(await store.read(id)).toBeUndefined()
  })

  it('keeps the tokens when IMS refuses the app', async () => {
    const { outbox, ims, read, heard } = await createWorld()
    ims.answer = () => refuse('invalid_client')
    await outbox.settle(id)
    const content = await read()
    expect(content?.revoking).toHaveLength(2)
    expect(content?.trouble).toMatchObject({ isMisconfigured: true })
    expect(heard).toMatchObject([{ type: 'revocation-failed', code: 'invalid_client' }])
  })

  it('gives up after 14 days, when the tokens have ended by themselves', async () => {
    const { outbox, ims, store, heard, advance } = await createWorld()
    ims.answer = () => new Response(null, { status: 503 })
    for (let attempt = 0; attempt < 9; attempt += 1) await outbox.settle(id)
    advance(14 * dayMs)
    await outbox.settle(id)
    expect(await store.read(id)).toBeUndefined()
    expect(heard.at(-1)).toMatchObject({
      type: 'revocation-abandoned',
      failures: 10,
      code: 'http_error',
    })
  })

  it('gives up nothing when the clock is set forward', async () => {
    const { outbox, ims, store, advance } = await createWorld()
    advance(365 * dayMs)
    ims.answer = () => new Response(null, { status: 503 })
    await outbox.settle(id)
    expect(await store.read(id)).toHaveProperty('isRevocationPending', true)
  })

  it('ends tokens too that another process brought meanwhile', async () => {
    const { outbox, ims, store, keys, revoked } = await createWorld()
    ims.answer = async () => {
      ims.answer = () => new Response()
      const successor = changeContent(revokedContent, {
        revoking: [...revokedContent.revoking, 'fake-late-token'],
      })
      await store.compareAndSwap(id, 1, await sealGrant(keys, id, 2, successor))
      return new Response()
    }
    await outbox.settle(id)
    expect(revoked).toContain('fake-late-token')
    expect(await store.read(id)).toBeUndefined()
  })

  it('leaves everything as it is when it is stopped', async () => {
    const { outbox, ims, store } = await createWorld()
    const controller = new AbortController()
    const reason = new Error('The server is shut down.')
    ims.answer = () => {
      controller.abort(reason)
      return new Response(null, { status: 503 })
    }
    await expect(outbox.settle(id, { signal: controller.signal })).rejects.toBe(reason)
    expect(await store.read(id)).toHaveProperty('version', 1)
  })

  it('tells of a record that cannot be opened, and keeps it', async () => {
    const { outbox, store, heard, revoked } = await createWorld()
    const record = await store.read(id)
    await store.compareAndSwap(id, 1, record && { ...record, version: 2 })
    await expect(outbox.settle(id)).rejects.toHaveProperty('code', 'misplaced_record')
    expect(heard).toMatchObject([{ type: 'unreadable', code: 'misplaced_record' }])
    expect(revoked).toEqual([])
    expect(await store.read(id)).toHaveProperty('version', 2)
  })

  it('reveals no token', async () => {
    const { outbox, ims, heard } = await createWorld()
    ims.answer = () => refuse('unsupported_token_type')
    const error = await outbox.settle(id)
    expect(JSON.stringify([heard, error, String(error)])).not.toMatch(/fake-(access|refresh)/)
  })
})

const createdAt = Date.UTC(2026, 5, 1, 9)

const revokedContent: GrantContent = createContent({
  clientId: 'client-1',
  generation: 1,
  state: { status: 'revoked', revokedAt: createdAt },
  subject: 'ada@AdobeID',
  profile: undefined,
  scopes: ['openid'],
  createdAt,
  receivedAt: createdAt,
  expiresAt: createdAt + dayMs,
  dueAt: createdAt,
  isRevocationPending: true,
  isUsed: true,
  trouble: undefined,
  accessToken: 'fake-access-token',
  refreshToken: 'fake-refresh-token',
  revoking: ['fake-refresh-token', 'fake-access-token'],
})

interface ScriptedIms {
  answer: (token: string) => Response | Promise<Response>
}

async function createWorld(changes: Partial<GrantContent> = {}) {
  let now = createdAt
  const revoked: string[] = []
  const scripted: ScriptedIms = { answer: () => new Response() }
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init)
    const token = String(new URLSearchParams(await request.text()).get('token'))
    revoked.push(token)
    const response = await scripted.answer(token)
    request.signal.throwIfAborted()
    return response
  }
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'client-id-123',
    clientSecret: 'fake-secret',
    redirectUri: 'https://localhost:3002/auth/callback',
    scopes: 'openid',
    environment: 'https://ims.test',
    fetch,
    clock: { now: () => now, setTimer: () => () => {} },
  })
  const store = createMemoryGrantStore()
  const keys = createKeyring([{ keyId: 'key-1', bytes: new Uint8Array(32).fill(1) }])
  const { emit, subscribe } = createVaultEvents({ now: () => now })
  const heard: VaultEvent[] = []
  subscribe((event) => heard.push(event))
  const content = changeContent(revokedContent, changes)
  await store.compareAndSwap(id, 0, await sealGrant(keys, id, 1, content))

  return {
    outbox: createRevocationOutbox({ store, keys, ims, emit, random: () => 0.5 }),
    ims: scripted,
    store,
    keys,
    heard,
    revoked,
    now: () => now,
    advance: (ms: number) => {
      now += ms
    },
    read: async () => {
      const record = await store.read(id)
      return record && openGrant(keys, id, record)
    },
  }
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 400 })
}
