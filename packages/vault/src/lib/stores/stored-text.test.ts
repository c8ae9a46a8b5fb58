import { describe, expect, it } from 'vitest'
import { isStorableText } from './stored-text.ts'

describe('isStorableText()', () => {
  it.each(['', 'grant-1', 'ä', 'a\u0308', '😀', '\ufffd', '\u0001'])('accepts %j', (text) => {
    expect(isStorableText(text)).toBe(true)
  })

  it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'])('refuses %j', (text) => {
    expect(isStorableText(text)).toBe(false)
  })
})
