import { describe, expect, it } from 'vitest'

import type { ListedSession } from './server-answers.ts'
import { describeCount, describeEverywhere, withoutSessions } from './session-words.ts'

const session: ListedSession = {
  label: 'one',
  isCurrent: true,
  status: 'active',
  signedInAt: 0,
  refreshedAt: 0,
  expiresAt: 1,
}
const other: ListedSession = { ...session, label: 'two', isCurrent: false }
const list = { isUserKnown: true, count: 2, sessions: [session, other] }

describe('describeCount()', () => {
  it.each([
    [1, 'You are signed in here only.'],
    [2, 'You are signed in 2 times, this session included.'],
    [7, 'You are signed in 7 times, this session included. The newest 2 are shown.'],
  ])('says %i', (count, sentence) => {
    expect(
      describeCount({ ...list, count, sessions: count === 1 ? [session] : list.sessions }),
    ).toBe(sentence)
  })
})

describe('describeEverywhere()', () => {
  it('says how many sessions end', () => {
    expect([describeEverywhere(1), describeEverywhere(3)]).toEqual([
      'This session ends. Its tokens are revoked, and you have to sign in again.',
      '3 sessions end, this one included. Their tokens are revoked, and every browser has to sign in again.',
    ])
  })
})

describe('withoutSessions()', () => {
  it('leaves out what has ended, and counts it no longer', () => {
    expect(withoutSessions(list, ['two', 'gone before'])).toEqual({
      isUserKnown: true,
      count: 1,
      sessions: [session],
    })
  })
})
