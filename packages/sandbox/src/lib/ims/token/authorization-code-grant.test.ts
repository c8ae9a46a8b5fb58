import { describe, expect, it } from 'vitest'

import { isProven } from './authorization-code-grant.ts'

/** RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = { method: 'S256', value: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' } as const

describe('RFC 7636 §4.6 code verifier', () => {
  it('answers its challenge', () => {
    expect(isProven(challenge, verifier)).toBe(true)
    expect(isProven({ method: 'plain', value: verifier }, verifier)).toBe(true)
  })

  it('does not answer as plain what was challenged by S256', () => {
    expect(isProven(challenge, challenge.value)).toBe(false)
  })

  it('is refused where nothing was challenged', () => {
    expect(isProven(undefined, verifier)).toBe(false)
    expect(isProven(undefined, undefined)).toBe(true)
  })
})
