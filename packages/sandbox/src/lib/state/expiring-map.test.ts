import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { ExpiringMap } from './expiring-map.ts'

describe('ExpiringMap', () => {
  it('forgets an entry at its time', () => {
    const clock = createFakeClock()
    const map = new ExpiringMap<string>(clock)
    map.set('a', 'b', clock.now() + 1000)
    expect(map.get('a')).toBe('b')
    clock.advance({ seconds: 1 })
    expect(map.get('a')).toBeUndefined()
  })

  it('drops the oldest entry when it is full', () => {
    const clock = createFakeClock()
    const map = new ExpiringMap<number>(clock, [], 2)
    for (const key of ['a', 'b', 'c']) map.set(key, 1, clock.now() + 1000)
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 1, 1])
  })

  it('takes a new entry for the youngest, whatever was there', () => {
    const clock = createFakeClock()
    const map = new ExpiringMap<number>(clock, [], 2)
    for (const key of ['a', 'b', 'a', 'c']) map.set(key, 1, clock.now() + 1000)
    expect(map.get('b')).toBeUndefined()
    expect(map.get('a')).toBe(1)
  })
})
