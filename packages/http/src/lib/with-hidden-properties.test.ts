import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { withHiddenProperties } from './with-hidden-properties.ts'

describe('withHiddenProperties()', () => {
  const concealed = withHiddenProperties({ scope: 'openid' }, { accessToken: 'fake-access-token' })

  it('gives the secret to those who ask for it by name', () => {
    expect(concealed.accessToken).toBe('fake-access-token')
  })

  it('keeps the secret out of JSON', () => {
    expect(JSON.stringify(concealed)).toBe('{"scope":"openid"}')
  })

  it('keeps the secret out of what console.log shows', () => {
    expect(inspect(concealed)).toBe("{ scope: 'openid' }")
  })

  it('keeps the secret out of copies', () => {
    expect({ ...concealed }).toEqual({ scope: 'openid' })
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(concealed)).toBe(true)
  })
})
