import { createKeyring, type KeyProvider } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { parseAppAddress } from './app-address.ts'
import { createSessionCookie } from './session-cookie.ts'

const address = parseAppAddress('https://app.example/auth/callback')
const ticket = { grantId: 'grant-123', signedInAt: 1, seenAt: 2 }

describe('createSessionCookie()', () => {
  it('opens a cookie once, however many requests bring it', async () => {
    const { keys, asked } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app')
    const request = requestWith(await cookie.write(ticket, 60_000))
    for (let times = 0; times < 3; times += 1) expect(await cookie.read(request)).toEqual(ticket)
    expect(asked).toHaveLength(1)
  })

  it('tries each time to open what it cannot open', async () => {
    const { keys, asked } = createCountingKeys()
    const other = createSessionCookie(address, keys, 'other app')
    const request = requestWith(await other.write(ticket, 60_000))
    const cookie = createSessionCookie(address, keys, 'app')
    for (let times = 0; times < 2; times += 1) expect(await cookie.read(request)).toBe('unusable')
    expect(asked).toHaveLength(2)
  })

  it('finds its cookie among others, some of which are none', async () => {
    const { keys } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app')
    const [own = ''] = (await cookie.write(ticket, 60_000)).split(';')
    const headers = { cookie: `theme=dark; =; broken; x=%E0%A4%A; ${own}; ${own}` }
    expect(await cookie.read(new Request('https://app.example/', { headers }))).toEqual(ticket)
  })

  it('lets the browser forget it when it ends', async () => {
    const { keys } = createCountingKeys()
    const cookie = createSessionCookie(address, keys, 'app')
    expect(await cookie.write(ticket, 59_001)).toContain('; Max-Age=60; ')
    expect(cookie.clear()).toContain('__Host-mudbrick-443=; Max-Age=0; ')
  })
})

function createCountingKeys(): { readonly keys: KeyProvider; readonly asked: readonly string[] } {
  const { current, byId } = createKeyring([{ keyId: 'first', bytes: new Uint8Array(32).fill(1) }])
  const asked: string[] = []
  const counting = (keyId: string) => {
    asked.push(keyId)
    return byId(keyId)
  }
  return { keys: { current, byId: counting }, asked }
}

function requestWith(setCookie: string): Request {
  const [cookie = ''] = setCookie.split(';')
  return new Request('https://app.example/', { headers: { cookie } })
}
