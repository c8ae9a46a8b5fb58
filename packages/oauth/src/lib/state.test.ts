import { describe, expect, it } from 'vitest'
import { generateNonce, generateState } from './state.ts'

describe('generateState()', () => {
  it('draws 128 bits', () => {
    expect(Buffer.from(generateState(), 'base64url')).toHaveLength(16)
  })

  it('differs each time', () => {
    expect(generateState()).not.toBe(generateState())
  })
})

describe('generateNonce()', () => {
  it('draws 128 bits', () => {
    expect(Buffer.from(generateNonce(), 'base64url')).toHaveLength(16)
  })

  it('differs each time', () => {
    expect(generateNonce()).not.toBe(generateNonce())
  })
})
