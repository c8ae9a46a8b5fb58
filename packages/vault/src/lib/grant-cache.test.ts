import { describe, expect, it } from 'vitest'
import { createGrantCache } from './grant-cache.ts'

describe('createGrantCache()', () => {
  it('remembers no more than it may', () => {
    const cache = createGrantCache<number>(10)
    for (let id = 0; id < 100; id += 1) cache.set(String(id), id)
    const remembered = Array.from({ length: 100 }, (_, id) => cache.get(String(id))).filter(
      (value) => value !== undefined,
    )
    expect(remembered.length).toBeLessThanOrEqual(10)
    expect(remembered).toContain(99)
  })

  it('remembers what is used, whatever else comes', () => {
    const cache = createGrantCache<string>(10)
    cache.set('often', 'used')
    for (let id = 0; id < 100; id += 1) {
      cache.set(String(id), 'once')
      expect(cache.get('often')).toBe('used')
    }
  })

  it('forgets what it is told to', () => {
    const cache = createGrantCache<string>(4)
    for (const id of ['a', 'b', 'c']) cache.set(id, id)
    cache.delete('a')
    cache.delete('c')
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', undefined])
  })
})
