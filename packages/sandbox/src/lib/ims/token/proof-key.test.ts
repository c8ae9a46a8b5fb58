import { describe, expect, it } from 'vitest'

import { sha256 } from '../../node/sha256.ts'
import { isProven } from './proof-key.ts'

/** RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = { method: 'S256', value: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' } as const

describe('RFC 7636 §4.6 code verifier', () => {
  it('answers its challenge', async () => {
    expect(await isProven(challenge, verifier, sha256)).toBe(true)
    expect(await isProven({ method: 'plain', value: verifier }, verifier, sha256)).toBe(true)
  })

  it('does not answer as plain what was challenged by S256', async () => {
    expect(await isProven(challenge, challenge.value, sha256)).toBe(false)
  })

  it('is refused where nothing was challenged', async () => {
    expect(await isProven(undefined, verifier, sha256)).toBe(false)
    expect(await isProven(undefined, undefined, sha256)).toBe(true)
  })
})
