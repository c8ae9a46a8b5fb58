import { describe, expect, it } from 'vitest'
import { parseSessionRecord } from './session-record.ts'

const record = {
  accessToken: 'fake-access-token',
  scopes: ['AdobeID'],
  receivedAt: 1,
  expiresAt: 2,
  state: 'fake-state',
  returnTo: '/',
  generation: 1,
}

describe('parseSessionRecord()', () => {
  it('reads a record', () => {
    expect(parseSessionRecord(JSON.stringify(record))).toEqual(record)
  })

  it('reads a record whose token has gone', () => {
    const text = JSON.stringify({ ...record, accessToken: undefined })
    expect(parseSessionRecord(text)?.state).toBe('fake-state')
  })

  it('reads a record of a version that did not keep what was asked for', () => {
    expect(parseSessionRecord(JSON.stringify(record))?.requestedScope).toBeUndefined()
  })

  it.each([
    ['nothing', null],
    ['what is not JSON', 'undefined'],
    ['what is no object', '"text"'],
    ['null', 'null'],
    ['a time that is no number', JSON.stringify({ ...record, expiresAt: '2' })],
    ['a token that is no text', JSON.stringify({ ...record, accessToken: 1 })],
    ['a refresh token that is no text', JSON.stringify({ ...record, refreshToken: 1 })],
    ['a generation that is no number', JSON.stringify({ ...record, generation: '1' })],
    ['a missing state', JSON.stringify({ ...record, state: undefined })],
    ['scopes that are no list', JSON.stringify({ ...record, scopes: 'AdobeID' })],
    ['a profile that is no object', JSON.stringify({ ...record, profile: 'Ada' })],
  ])('takes %s for no record', (_what, text) => {
    expect(parseSessionRecord(text)).toBeUndefined()
  })
})
