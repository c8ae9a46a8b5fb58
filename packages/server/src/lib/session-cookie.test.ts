import { createKeyring, type KeyProvider } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { parseAppAddress } from './app-address.ts'
import { createSessionCookie } from './session-cookie.ts'

const address = parseAppAddress('https://app.example/auth/callback')
const ticket = { grantId: 'grant-123', signedInAt: 1, seenAt: 2 }

describe('createSessionCookie()', () => {
  it('opens a cookie once, however many requests bring it', async () => {
    const { keys, asked } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app', unexpected)
    const request = requestWith(await cookie.write(ticket, 60_000))
    for (let times = 0; times < 3; times += 1) expect(await cookie.read(request)).toEqual(ticket)
    expect(asked).toHaveLength(1)
  })

  it("takes another app's cookie for rubbish", async () => {
    const { keys, asked } = createCountingKeys()
    const other = createSessionCookie(address, keys, 'other app', unexpected)
    const request = requestWith(await other.write(ticket, 60_000))
    const cookie = createSessionCookie(address, keys, 'app', unexpected)
    expect(await cookie.read(request)).toBe('unusable')
    expect(asked).toEqual([])
  })

  it('tries each time to open what is sealed with a key that is not there, and tells of it', async () => {
    const { keys: former } = createCountingKeys('former')
    const request = requestWith(
      await createSessionCookie(address, former, 'app', unexpected).write(ticket, 60_000),
    )
    const { keys, asked } = createCountingKeys()
    const told: string[] = []
    const cookie = createSessionCookie(address, keys, 'app', ({ keyId }) => told.push(keyId))
    for (let times = 0; times < 2; times += 1) expect(await cookie.read(request)).toBeUndefined()
    expect([asked, told]).toEqual([
      ['former', 'former'],
      ['former', 'former'],
    ])
  })

  it('finds its cookie among others, some of which are none', async () => {
    const { keys } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app', unexpected)
    const [own = ''] = (await cookie.write(ticket, 60_000)).split(';')
    const headers = { cookie: `theme=dark; =; broken; x=%E0%A4%A; ${own}; ${own}` }
    expect(await cookie.read(new Request('https://app.example/', { headers }))).toEqual(ticket)
  })

  it('lets the browser forget it when it ends', async () => {
    const { keys } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app', unexpected)
    expect(await cookie.write(ticket, 59_001)).toContain('; Max-Age=60; ')
    expect(cookie.clear()).toContain('__Host-mudbrick-443=; Max-Age=0; ')
  })
})

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
