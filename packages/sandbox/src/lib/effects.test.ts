import { describe, expect, it } from 'vitest'

import { encodeBase64Url, generateId, toBase64Url } from './effects.ts'

describe('RFC 4648 §10 base64', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes %j as %j, without padding', (text, expected) => {
    expect(encodeBase64Url(text)).toBe(expected)
  })
})

describe('toBase64Url()', () => {
  it('writes every byte as Node does', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)

    expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
  })

  it('writes a text as UTF-8', () => {
    expect(encodeBase64Url('Müller ☃')).toBe(Buffer.from('Müller ☃').toString('base64url'))
  })
})

describe('generateId()', () => {
  it('writes 16 bytes as 32 hexadecimal digits', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 17)

    expect(generateId({ bytes: () => bytes })).toBe('00112233445566778899aabbccddeeff')
  })
})
