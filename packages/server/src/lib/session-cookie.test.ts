import { createKeyring, type KeyProvider } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { parseAppAddress } from './app-address.ts'
import { createSessionCookie, type SessionCookieOptions } from './session-cookie.ts'

const address = parseAppAddress('https://app.example/auth/callback')
const ticket = { grantId: 'grant-123', signedInAt: 1, seenAt: 2 }

describe('createSessionCookie()', () => {
  it('opens a cookie once, however many requests bring it', async () => {
    const { keys, asked } = createCountingKeys()
    const cookie = createCookie({ keys })
    const request = requestWith(await cookie.write(ticket, 60_000))
    for (let times = 0; times < 3; times += 1)
      expect(await cookie.read(request)).toEqual({ ...ticket, keyId: 'first' })
    expect(asked).toHaveLength(1)
  })

  it('does not open the cookie of another app', async () => {
    const { keys, asked } = createCountingKeys()
    const other = createCookie({ keys, audience: 'other app' })
    const request = requestWith(await other.write(ticket, 60_000))
    const cookie = createCookie({ keys })
    expect(await cookie.read(request)).toBe('unusable')
    expect(asked).toEqual([])
  })

  it('tries each time to open what is sealed with a key that is not there, and tells of it', async () => {
    const { keys: former } = createCountingKeys('former')
    const request = requestWith(await createCookie({ keys: former }).write(ticket, 60_000))
    const { keys, asked } = createCountingKeys()
    const told: string[] = []
    const cookie = createCookie({ keys, onLocked: ({ keyId }) => told.push(keyId) })
    for (let times = 0; times < 2; times += 1) expect(await cookie.read(request)).toBeUndefined()
    expect([asked, told]).toEqual([
      ['former', 'former'],
      ['former', 'former'],
    ])
  })

  it('finds its cookie among others, some of which are malformed', async () => {
    const { keys } = createCountingKeys()
    const cookie = createCookie({ keys })
    const [own = ''] = (await cookie.write(ticket, 60_000)).split(';')
    const headers = { cookie: `theme=dark; =; broken; x=%E0%A4%A; ${own}; ${own}` }
    expect(await cookie.read(new Request('https://app.example/', { headers }))).toEqual({
      ...ticket,
      keyId: 'first',
    })
  })

  it('tells of the key of each cookie that is opened or written, not of one that is not its own', async () => {
    const { keys } = createCountingKeys()
    const told: unknown[] = []
    const cookie = createCookie({
      keys,
      onOpened: (keyId) => told.push(['opened', keyId]),
      onSealed: async (keyId, maxAgeMs) => void told.push(['sealed', keyId, maxAgeMs]),
    })
    const request = requestWith(await cookie.write(ticket, 60_000))
    await cookie.read(request)
    await cookie.read(request)
    await cookie.read(requestWith('__Host-mudbrick-443=garbage'))
    expect(told).toEqual([
      ['sealed', 'first', 60_000],
      ['opened', 'first'],
      ['opened', 'first'],
    ])
  })

  it('lets the browser forget it when it ends', async () => {
    const { keys } = createCountingKeys()
    const cookie = createCookie({ keys })
    expect(await cookie.write(ticket, 59_001)).toContain('; Max-Age=60; ')
    expect(cookie.clear()).toContain('__Host-mudbrick-443=; Max-Age=0; ')
  })
})

function createCookie(options: Pick<SessionCookieOptions, 'keys'> & Partial<SessionCookieOptions>) {
  return createSessionCookie({
    address,
    audience: 'app',
    onLocked: unexpected,
    onOpened: () => {},
    onSealed: async () => {},
    ...options,
  })
}

function unexpected(): never {
  throw new Error('A cookie was locked.')
}

function createCountingKeys(keyId = 'first'): {
  readonly keys: KeyProvider
  readonly asked: readonly string[]
} {
  const { current, byId } = createKeyring([{ keyId, bytes: new Uint8Array(32).fill(1) }])
  const asked: string[] = []
  const counting = (id: string) => {
    asked.push(id)
    return byId(id)
  }
  return { keys: { current, byId: counting }, asked }
}

function requestWith(setCookie: string): Request {
  const [cookie = ''] = setCookie.split(';')
  return new Request('https://app.example/', { headers: { cookie } })
}
