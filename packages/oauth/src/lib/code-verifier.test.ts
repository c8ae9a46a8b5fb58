import { afterEach, describe, expect, it, vi } from 'vitest'
import { calculateCodeChallenge, generateCodeVerifier } from './code-verifier.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('RFC 7636 appendix B', () => {
  const octets = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
    105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
  ]
  const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

  it('generates the code verifier', () => {
    expect(generateCodeVerifier(() => new Uint8Array(octets))).toBe(codeVerifier)
  })

  it('calculates the code challenge', async () => {
    const challenge = await calculateCodeChallenge(codeVerifier)
    expect(challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })
})

describe('RFC 7636 §4.1 code verifier', () => {
  it('has at least 43 characters of the unreserved alphabet', () => {
    expect(generateCodeVerifier()).toMatch(/^[A-Za-z0-9\-._~]{43,128}$/)
  })

  it('differs each time', () => {
    expect(generateCodeVerifier()).not.toBe(generateCodeVerifier())
  })
})

describe('calculateCodeChallenge()', () => {
  it('says what to do on a page that may not use WebCrypto', async () => {
    vi.stubGlobal('crypto', {})
    await expect(calculateCodeChallenge('fake-verifier')).rejects.toMatchObject({
      code: 'insecure_context',
      message:
        'This page has no crypto.subtle, which sign-in needs: serve it over https or from localhost.',
    })
  })
})
