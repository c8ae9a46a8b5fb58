import { createFakeTime } from '@mudbrick/testing/fake-time'
import { VaultError } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { createSessionKeys } from './session-keys.ts'

const hourMs = 3_600_000

describe('isOutdated()', () => {
  it('tells whether cookies are sealed with another key now', async () => {
    const { sessionKeys } = createCase()
    expect(await sessionKeys.isOutdated('old')).toBe(true)
    expect(await sessionKeys.isOutdated('new')).toBe(false)
  })

  it('notices within a second that the key was changed, and asks once in a second', async () => {
    const { sessionKeys, state, time } = createCase()
    state.currentId = 'old'
    for (let times = 0; times < 100; times += 1) await sessionKeys.isOutdated('old')
    expect(state.asked).toBe(1)
    state.currentId = 'new'
    time.pass(1_000)
    expect(await sessionKeys.isOutdated('old')).toBe(true)
  })

  it('asks once for all requests', async () => {
    const { sessionKeys, state } = createCase()
    const all = ['old', 'new', 'old'].map((keyId) => sessionKeys.isOutdated(keyId))
    expect([await Promise.all(all), state.asked]).toEqual([[true, false, true], 1])
  })

  it('takes the last one while the key provider fails, and any for current before', async () => {
    const { sessionKeys, state, time } = createCase()
    state.isFailing = true
    expect(await sessionKeys.isOutdated('old')).toBe(false)
    state.isFailing = false
    time.pass(1_000)
    expect(await sessionKeys.isOutdated('old')).toBe(true)
    state.isFailing = true
    time.pass(1_000)
    expect(await sessionKeys.isOutdated('old')).toBe(true)
  })
})

describe('noteUse()', () => {
  it('notes a use until the next full hour, and writes once in an hour', async () => {
    const { sessionKeys, state } = createCase()
    const until = 500_000 * hourMs
    for (let minute = 1; minute <= 120; minute += 1) {
      await sessionKeys.noteUse('new', until + minute * 60_000)
    }
    expect(state.noted).toEqual([
      ['new', until + hourMs],
      ['new', until + 2 * hourMs],
    ])
  })

  it('notes each key', async () => {
    const { sessionKeys, state } = createCase()
    await sessionKeys.noteUse('old', hourMs)
    await sessionKeys.noteUse('new', hourMs)
    expect(state.noted).toHaveLength(2)
  })

  it('reports a store that fails, fails nothing, and tries again a minute later', async () => {
    const { sessionKeys, state, time, reported } = createCase()
    state.isFailing = true
    for (let times = 0; times < 100; times += 1) await sessionKeys.noteUse('new', hourMs)
    expect(reported).toMatchObject([{ code: 'store_unavailable' }])
    state.isFailing = false
    time.pass(60_000)
    await sessionKeys.noteUse('new', hourMs)
    expect(state.noted).toEqual([['new', hourMs]])
  })
})

function createCase() {
  const time = createFakeTime()
  const reported: unknown[] = []
  const state = {
    currentId: 'new',
    isFailing: false,
    asked: 0,
    noted: [] as (readonly [string, number])[],
  }
  const sessionKeys = createSessionKeys({
    keys: {
      current: async () => {
        state.asked += 1
        if (state.isFailing) throw new Error('KMS is away')
        return { keyId: state.currentId, key: {} as CryptoKey }
      },
    },
    vault: {
      noteKeyUse: async (keyId, until) => {
        if (state.isFailing) throw new VaultError('store_unavailable')
        state.noted.push([keyId, until])
      },
    },
    clock: time,
    onError: (error) => reported.push(error),
  })
  return { sessionKeys, state, time, reported }
}
