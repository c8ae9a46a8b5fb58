import { describe, expect, it } from 'vitest'
import { requestIdOf } from './request-id.ts'

const address = 'https://app.example/'
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

describe('requestIdOf()', () => {
  it.each([
    '3f2a9c',
    '8d6b2c0e-1f1c-4a8e-9d0e-4c1f0a7b2d11',
    'Root=1-67891233-abcdef',
    'a'.repeat(64),
  ])('takes the id that a proxy in front has given: %s', (id) => {
    expect(requestIdOf(withId(id))).toBe(id)
  })

  it.each(['', 'a'.repeat(65), 'two words', '{"a":1}', 'a,b', '<b>', '\u00fc'])(
    'takes no id that would harm a log: %j',
    (id) => {
      expect(requestIdOf(withId(id))).toMatch(uuid)
    },
  )

  it('stays the same for a request', () => {
    const request = new Request(address)
    expect(requestIdOf(request)).toBe(requestIdOf(request))
    expect(requestIdOf(request)).not.toBe(requestIdOf(new Request(address)))
  })
})

function withId(id: string): Request {
  return new Request(address, { headers: { 'x-request-id': id } })
}
