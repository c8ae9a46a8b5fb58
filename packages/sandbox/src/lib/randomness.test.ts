import { describe, expect, it } from 'vitest'

import { generateId } from './effects.ts'
import { createPooledRandomness, createSeededRandomness, generateFraction } from './randomness.ts'

describe('createSeededRandomness()', () => {
  it('gives the same bytes for the same text', () => {
    const [left, right] = [createSeededRandomness('text'), createSeededRandomness('text')]
    expect([generateId(left), generateId(left)]).toEqual([generateId(right), generateId(right)])
  })

  it('gives other bytes for another text', () => {
    expect(generateId(createSeededRandomness('a'))).not.toBe(
      generateId(createSeededRandomness('b')),
    )
  })

  it('repeats no id among ten thousand', () => {
    const randomness = createSeededRandomness('')
    expect(new Set(Array.from({ length: 10_000 }, () => generateId(randomness))).size).toBe(10_000)
  })

  it('gives as many bytes as asked for', () => {
    expect(createSeededRandomness('text').bytes(7)).toHaveLength(7)
  })

  it('sets every bit about half of the time', () => {
    const bytes = createSeededRandomness('text').bytes(100_000)
    const bits = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
    expect(bits / 800_000).toBeCloseTo(0.5, 2)
  })
})

describe('generateFraction()', () => {
  it('reaches from 0 to just below 1', () => {
    expect(generateFraction({ bytes: () => new Uint8Array(4) })).toBe(0)
    expect(generateFraction({ bytes: () => new Uint8Array(4).fill(255) })).toBeLessThan(1)
  })
})

describe('createPooledRandomness()', () => {
  it('gives every byte of its generator once, and in order', () => {
    const randomness = createPooledRandomness(countUp())

    const given = Array.from({ length: 4 }, () => [...randomness.bytes(16)])

    expect(given.flat()).toEqual(Array.from({ length: 64 }, (_, index) => index))
  })

  it('asks its generator again when too few bytes are left', () => {
    let asked = 0
    const randomness = createPooledRandomness((pool) => {
      asked += 1
      pool.fill(asked)
    })

    const given = Array.from({ length: 5 }, () => randomness.bytes(1000)[999])

    expect(given).toEqual([1, 1, 1, 1, 2])
  })

  it('keeps nothing of what it gave', () => {
    let pool: Uint8Array = new Uint8Array()
    const randomness = createPooledRandomness((bytes) => {
      pool = bytes.fill(7)
    })

    randomness.bytes(32)

    expect([...pool.subarray(0, 33)]).toEqual([...Array<number>(32).fill(0), 7])
  })

  it('refuses to give more than it holds', () => {
    expect(() => createPooledRandomness(countUp()).bytes(5000)).toThrow(RangeError)
  })
})

function countUp(): (pool: Uint8Array) => void {
  let next = 0
  return (pool) => {
    for (let index = 0; index < pool.length; index += 1) pool[index] = next++
  }
}
