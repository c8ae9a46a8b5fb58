import { describe, expect, it } from 'vitest'

import { generateId } from './effects.ts'
import { createSeededRandomness, generateFraction } from './randomness.ts'

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
