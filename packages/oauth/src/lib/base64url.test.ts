import { describe, expect, it } from 'vitest'
import { decodeBase64Url, encodeBase64Url } from './base64url.ts'

describe('RFC 7636 appendix A base64url without padding', () => {
  it('encodes the RFC’s example', () => {
    expect(encodeBase64Url(new Uint8Array([3, 236, 255, 224, 193]))).toBe('A-z_4ME')
  })

  it('decodes text as UTF-8', () => {
    expect(decodeBase64Url(Buffer.from('Ada Löveläce ☕').toString('base64url'))).toBe(
      'Ada Löveläce ☕',
    )
  })

  it('refuses what is not base64url', () => {
    expect(() => decodeBase64Url('$$$')).toThrow(DOMException)
  })

  it('refuses what is not UTF-8', () => {
    expect(() => decodeBase64Url(Buffer.from([0xff]).toString('base64url'))).toThrow(TypeError)
  })
})
