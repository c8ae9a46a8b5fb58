import { describe, expect, it } from 'vitest'
import { calculateRefreshAt, isAlive, isGoodFor } from './token-lifetime.ts'

const hourMs = 3_600_000
const day = { receivedAt: 0, expiresAt: 24 * hourMs }

describe('isGoodFor()', () => {
  it('asks for the time that the caller needs', () => {
    expect(isGoodFor(day, 23 * hourMs, 60_000)).toBe(true)
    expect(isGoodFor(day, 24 * hourMs - 60_000, 60_000)).toBe(false)
  })

  it('asks a short-lived token for no more than half of its life', () => {
    const minute = { receivedAt: 0, expiresAt: 60_000 }
    expect(isGoodFor(minute, 29_000, hourMs)).toBe(true)
    expect(isGoodFor(minute, 30_000, hourMs)).toBe(false)
  })

  it('does not trust a clock that is far before the token', () => {
    expect(isGoodFor(day, -30_000, 60_000)).toBe(true)
    expect(isGoodFor(day, -60_000, 60_000)).toBe(false)
    expect(isAlive(day, -60_000)).toBe(false)
  })
})

describe('calculateRefreshAt()', () => {
  it('is in the last half hour, spread', () => {
    expect(calculateRefreshAt(day, () => 0)).toBe(23.75 * hourMs)
    expect(calculateRefreshAt(day, () => 0.999_999_999)).toBe(23.5 * hourMs)
  })

  it('is in the last quarter of a short life', () => {
    expect(calculateRefreshAt({ receivedAt: 0, expiresAt: 60_000 }, () => 0)).toBe(52_500)
  })
})
