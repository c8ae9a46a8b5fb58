import { describe, expect, it } from 'vitest'

import { readBasic } from './authorization.ts'

describe('RFC 7617 §2 Basic', () => {
  it('reads the RFC’s own example', () => {
    expect(readBasic('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')).toEqual({
      clientId: 'Aladdin',
      secret: 'open sesame',
    })
  })

  it('takes the scheme in any case', () => {
    expect(readBasic('bAsIc QWxhZGRpbjpvcGVuIHNlc2FtZQ==')?.clientId).toBe('Aladdin')
  })

  it('ends the name at the first colon', () => {
    expect(readBasic(`Basic ${btoa('a:b:c')}`)).toEqual({ clientId: 'a', secret: 'b:c' })
  })

  it('decodes both halves as forms do, as RFC 6749 §2.3.1 says', () => {
    expect(readBasic(`Basic ${btoa('a%3Ab:c+d%25')}`)).toEqual({ clientId: 'a:b', secret: 'c d%' })
  })

  it.each([
    ['no header', null],
    ['another scheme', 'Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['what is no base64', 'Basic Aladdin:open'],
  ])('reads nothing from %s', (_, header) => {
    expect(readBasic(header)).toBeUndefined()
  })

  it.each([
    ['without a colon', btoa('Aladdin')],
    ['with broken percent-encoding', btoa('%zz:secret')],
    ['with broken base64', 'QWxhZ'],
  ])('gives two empty halves for one %s', (_, encoded) => {
    expect(readBasic(`Basic ${encoded}`)).toEqual({ clientId: '', secret: '' })
  })
})
