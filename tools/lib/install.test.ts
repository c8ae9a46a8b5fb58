import { describe, expect, it } from 'vitest'

import { isStale } from './install.mjs'

describe('isStale()', () => {
  it('is true when nothing is installed', () => {
    expect(isStale(1_000_000, undefined)).toBe(true)
  })

  it('is true when the lock file has changed since', () => {
    expect(isStale(1_060_000, 1_000_000)).toBe(true)
  })

  it('is false when the installation is newer', () => {
    expect(isStale(1_000_000, 1_060_000)).toBe(false)
  })

  it('is false when npm wrote both at once', () => {
    expect(isStale(1_000_020, 1_000_000)).toBe(false)
  })
})
