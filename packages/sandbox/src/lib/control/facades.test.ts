import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { behaviorPresets } from '../behavior.ts'
import { readSeedFiles } from '../node/seed-files.ts'
import { createSeededRandomness } from '../randomness.ts'
import { createSigningKeys } from '../state/signing-key.ts'
import { createState, type State } from '../state/state.ts'
import { createFacades, type Facades } from './facades.ts'

async function open(): Promise<Facades & { readonly state: State }> {
  const randomness = createSeededRandomness('facades')
  const state = createState({
    seed: await readSeedFiles(),
    behavior: behaviorPresets.tutorial,
    clock: createFakeClock(),
    randomness,
    signingKeys: await createSigningKeys(),
  })
  const facades = createFacades({ state: () => state, randomness, sessionCookieName: () => 'sso' })
  return { ...facades, state }
}

describe('users', () => {
  it('adds a user of whom only the e-mail address is known', async () => {
    const { users } = await open()
    expect(users.put({ email: 'Eve@wknd.test' })).toMatchObject({ password: 'mudbrick' })
    expect(users.get('eve@wknd.test').accountType).toBe('ind')
  })

  it('changes what is given, and nothing else', async () => {
    const { users } = await open()
    const { id } = users.get('ada@wknd.test')
    users.put({ email: 'ada@wknd.test', productProfiles: [] })
    expect(users.get(id)).toMatchObject({ givenName: 'Ada', productProfiles: [] })
  })

  it('removes by e-mail address', async () => {
    const { users } = await open()
    expect(users.remove('ada@wknd.test')).toBe(true)
    expect(users.remove('ada@wknd.test')).toBe(false)
  })

  it('tells who there is when nobody is found', async () => {
    const { users } = await open()
    expect(() => users.get('eve@wknd.test')).toThrow(
      /no user "eve@wknd.test": there are ada@wknd.test, .*add one with sandbox.users.put\(\)/,
    )
  })
})

describe('consents', () => {
  it('grants and withdraws by e-mail address', async () => {
    const { consents, state, users } = await open()
    const { id } = users.get('ada@wknd.test')
    consents.grant('ada@wknd.test', 'wknd-spa', ['openid'])
    expect(state.consents.covers(id, 'wknd-spa', ['openid'])).toBe(true)
    expect(consents.withdraw('ada@wknd.test', 'wknd-spa')).toBe(true)
    expect(consents.list()).toEqual([])
  })

  it('knows no application that is not there', async () => {
    const { consents } = await open()
    expect(() => consents.grant('ada@wknd.test', 'wknd', [])).toThrow(/there are wknd-spa/)
  })
})

describe('browserSessions', () => {
  it('starts one whose cookie IMS knows, and ends it by its id', async () => {
    const { browserSessions, state } = await open()
    const { id, cookie } = browserSessions.start('ada@wknd.test')
    expect(state.browserSessions.find(cookie.value)?.id).toBe(id)
    expect(JSON.stringify(browserSessions.list())).not.toContain(cookie.value)
    expect(browserSessions.end(id)).toBe(true)
    expect(state.browserSessions.find(cookie.value)).toBeUndefined()
  })
})

describe('tokens', () => {
  it('issues one that is good until it is revoked', async () => {
    const { state, tokens } = await open()
    const token = await tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    expect(await state.accessTokens.verify(token)).toMatchObject({ client_id: 'wknd-spa' })
    expect(await tokens.revoke(token)).toBe(true)
    expect(await tokens.revoke(token)).toBe(false)
  })
})
